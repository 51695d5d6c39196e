// The two servers under test, each in a process of its own.
#pragma once
#include <sys/types.h>

#include <cstddef>
#include <cstdint>

namespace bench {

enum class Kind { kVuedeo, kPoco };

class ServerProcess {
public:
    explicit ServerProcess(Kind kind);  // forks: only from a process with one thread
    ~ServerProcess();                   // ends it
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    uint16_t port() const noexcept { return port_; }
    std::size_t threads() const { return status("Threads:"); }
    std::size_t residentKiB() const { return status("VmRSS:"); }

private:
    std::size_t status(const char* name) const;

    pid_t process_ = -1;
    uint16_t port_ = 0;
};

}  // namespace bench
