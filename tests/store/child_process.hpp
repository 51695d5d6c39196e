// A child process that a test may kill at any moment.
#pragma once
#include <sys/types.h>

#include <functional>

namespace vuedeo::store_test {

class ChildProcess {
public:
    // Runs body(pipe) in a child, which then ends with its return value; what it writes to the pipe
    // is read here.
    explicit ChildProcess(const std::function<int(int)>& body);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    // False: the child is gone, and everything that it wrote has been read.
    bool read(void* data, std::size_t size) const;
    void kill();
    // Its exit code, or minus the signal that ended it.
    int wait();

private:
    pid_t id_ = -1;
    int pipe_ = -1;
};

}  // namespace vuedeo::store_test
