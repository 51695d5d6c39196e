// Ends queries whose caller has gone: libpqxx blocks in them, so another connection tells the
// server.
//
// The thread runs between start() and stop(); watching is for any thread, also without the thread.
#pragma once
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>
#include <vuedeo/plugin.hpp>

#include "config.hpp"
#include "connection.hpp"

namespace vuedeo::timescale {

class CancelWatch {
public:
    explicit CancelWatch(const Config& config) : config_(config) {}
    CancelWatch(const CancelWatch&) = delete;
    CancelWatch& operator=(const CancelWatch&) = delete;

    void start();
    void stop() noexcept;

private:
    struct Watched {
        int backend;
        const Call* call;
        bool isBeingCancelled;
    };

public:
    // As long as it lives, the connection's queries are ended once the call is cancelled. When it
    // is gone, no late message to the server can hit the connection's next query.
    class Guard {
    public:
        Guard(CancelWatch& watch, Connection& connection, const Call& call);
        ~Guard();
        Guard(const Guard&) = delete;
        Guard& operator=(const Guard&) = delete;

    private:
        CancelWatch& watch_;
        std::list<Watched>::iterator place_;
    };

private:
    void loop();
    void cancel(int backend) const noexcept;

    const Config& config_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::list<Watched> watched_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace vuedeo::timescale
