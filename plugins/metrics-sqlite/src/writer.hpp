// The one way to write: transactions, one at a time, on a session that reopens after a fault of the
// file, and reads its state again after any other failure.
//
// Used by any thread between open() and close().
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vuedeo/plugin.hpp>

#include "lock_file.hpp"
#include "session.hpp"
#include "turnstile.hpp"

namespace vuedeo::sqlite {

class Writer {
public:
    Writer(std::string path, const Host& host);

    // Takes the lock and opens the database, or throws and has taken nothing.
    void open();
    void close() noexcept;

    // Runs work inside one transaction; when this returns, what it wrote is durable. Throws what
    // work throws, and DatabaseError when it could not be committed; nothing is then written.
    using Work = std::function<void(Session&)>;
    void run(std::chrono::steady_clock::time_point deadline, const Work& work);

    // Empties the write-ahead log if it is larger than that. Batches wait meanwhile, so it gives up
    // after a second of waiting for older readers: false.
    bool shrinkLog(std::uintmax_t limitBytes);

    // Why the last write failed, if the disk or the file was at fault; empty: it did not.
    std::string storageFault() const;

private:
    Session& session();
    void setFault(const std::string& fault);

    const std::string path_;
    const Host& host_;
    Turnstile turnstile_{1};
    std::unique_ptr<LockFile> lock_;
    std::unique_ptr<Session> session_;
    bool rolledBack_ = false;  // the session remembers what has not been committed
    mutable std::mutex faultMutex_;
    std::string fault_;
};

}  // namespace vuedeo::sqlite
