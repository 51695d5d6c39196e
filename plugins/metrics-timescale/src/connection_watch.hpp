// Bounds how long anybody waits for PostgreSQL. libpqxx blocks until an answer comes, which a
// server that hangs or a network that swallows it never sends. A thread looks at the connections
// in use, and cuts those whose caller has no time left or has gone, and all when the store stops.
// The server notices the cut and ends the statement (client_connection_check_interval).
//
// The thread runs between start() and stop(); the rest is for any thread, also without that one.
#pragma once
#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>
#include <vuedeo/plugin.hpp>

namespace vuedeo::timescale {

// For how long somebody waits, and who it is; nullptr: nobody who could go away.
struct Limit {
    std::chrono::steady_clock::time_point until;
    const Call* caller = nullptr;
};

class ConnectionWatch {
public:
    ConnectionWatch() = default;
    ConnectionWatch(const ConnectionWatch&) = delete;
    ConnectionWatch& operator=(const ConnectionWatch&) = delete;

    void start();
    // From now on every connection is cut as soon as it is used; until start().
    void cutAll() noexcept;
    void stop() noexcept;

private:
    struct Watched {
        int socket;
        Limit limit;
        bool isCut;
    };

public:
    // As long as it lives, whoever waits on this socket waits no longer than the limit allows. The
    // socket must stay open that long.
    class Guard {
    public:
        Guard(ConnectionWatch& watch, int socket, const Limit& limit);
        ~Guard();
        Guard(const Guard&) = delete;
        Guard& operator=(const Guard&) = delete;

        void extend(std::chrono::steady_clock::time_point until);
        bool hasCut() const;

    private:
        ConnectionWatch& watch_;
        std::list<Watched>::iterator place_;
    };

private:
    void loop();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::list<Watched> watched_;
    bool cutsAll_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace vuedeo::timescale
