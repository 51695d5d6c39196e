// A bounded number of connections, lent in the order in which they are asked for.
//
// Used by any thread. A connection that was in use when something failed is closed, not lent again.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "config.hpp"
#include "connection.hpp"
#include "connection_watch.hpp"
#include "turnstile.hpp"

namespace vuedeo::timescale {

class Pool {
public:
    // onNewServer is called when a connection is the first one to its server and database: what was
    // known of the one before may not hold there. May be empty.
    Pool(const Config& config, int connections, ConnectionWatch& watch,
         std::function<void()> onNewServer);

    // A connection for as long as this lives. The watch cuts it when the limit is over.
    class Lease {
    public:
        Lease(Pool& pool, const Call& call);
        Lease(Pool& pool, Call&& call) = delete;  // it must live as long
        Lease(Pool& pool, std::chrono::steady_clock::time_point until);
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        Connection& operator*() noexcept { return *connection_; }
        Connection* operator->() noexcept { return connection_.get(); }
        void extend(std::chrono::steady_clock::time_point until) { guard_->extend(until); }
        // It works: it may be lent again.
        void keep() noexcept { isGood_ = true; }
        // In place of one that turned out to be broken.
        void replace();

    private:
        Pool& pool_;
        const Limit limit_;
        const Turnstile::Pass pass_;
        std::unique_ptr<Connection> connection_;
        std::optional<ConnectionWatch::Guard> guard_;
        bool isGood_ = false;
    };

    // Closes those that are not lent.
    void close() noexcept;

private:
    std::unique_ptr<Connection> take(const Limit& limit);
    std::unique_ptr<Connection> connect(const Limit& limit);

    const Config& config_;
    ConnectionWatch& watch_;
    const std::function<void()> onNewServer_;
    Turnstile turnstile_;
    std::mutex mutex_;
    std::string origin_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace vuedeo::timescale
