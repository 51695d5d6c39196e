// A bounded number of connections, lent in the order in which they are asked for.
//
// Used by any thread. A connection that was in use when something failed is closed, not lent again.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "config.hpp"
#include "connection.hpp"
#include "turnstile.hpp"

namespace vuedeo::timescale {

class Pool {
public:
    // onConnect is called for each new connection: what was known of the database may be outdated.
    Pool(const Config& config, std::function<void()> onConnect);

    class Lease {
    public:
        Lease(Pool& pool, std::chrono::steady_clock::time_point deadline);
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        Connection& operator*() noexcept { return *connection_; }
        Connection* operator->() noexcept { return connection_.get(); }
        // It works: it may be lent again.
        void keep() noexcept { isGood_ = true; }
        // In place of one that turned out to be broken.
        void replace();

    private:
        Pool& pool_;
        const Turnstile::Pass pass_;
        std::unique_ptr<Connection> connection_;
        bool isGood_ = false;
    };

    // Closes those that are not lent.
    void close() noexcept;

private:
    std::unique_ptr<Connection> take();
    std::unique_ptr<Connection> connect() const;

    const Config& config_;
    const std::function<void()> onConnect_;
    Turnstile turnstile_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace vuedeo::timescale
