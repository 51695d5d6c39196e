#include "pool.hpp"

#include <utility>

namespace vuedeo::timescale {

Pool::Pool(const Config& config, std::function<void()> onConnect)
    : config_(config), onConnect_(std::move(onConnect)), turnstile_(config.connections) {}

std::unique_ptr<Connection> Pool::connect() const {
    auto connection = std::make_unique<Connection>(config_);
    onConnect_();
    return connection;
}

std::unique_ptr<Connection> Pool::take() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    return connect();
}

void Pool::close() noexcept {
    const std::lock_guard lock(mutex_);
    idle_.clear();
}

Pool::Lease::Lease(Pool& pool, std::chrono::steady_clock::time_point deadline)
    : pool_(pool), pass_(pool.turnstile_, deadline), connection_(pool.take()) {}

Pool::Lease::~Lease() {
    if (!isGood_) return;
    const std::lock_guard lock(pool_.mutex_);
    pool_.idle_.push_back(std::move(connection_));
}

void Pool::Lease::replace() {
    isGood_ = false;
    connection_.reset();
    pool_.close();  // the others broke with it
    connection_ = pool_.connect();
}

}  // namespace vuedeo::timescale
