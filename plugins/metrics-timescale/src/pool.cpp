#include "pool.hpp"

#include <utility>

namespace vuedeo::timescale {
namespace {

// The server's own timeout comes first, because it leaves the connection whole.
constexpr std::chrono::milliseconds kGrace{500};

}  // namespace

Pool::Pool(const Config& config, int connections, ConnectionWatch& watch,
           std::function<void()> onNewServer)
    : config_(config),
      watch_(watch),
      onNewServer_(std::move(onNewServer)),
      turnstile_(connections) {}

std::unique_ptr<Connection> Pool::connect(const Limit& limit) {
    auto connection = std::make_unique<Connection>(config_, watch_, limit);
    const std::lock_guard lock(mutex_);
    if (origin_ != connection->origin() && onNewServer_) onNewServer_();
    origin_ = connection->origin();
    return connection;
}

std::unique_ptr<Connection> Pool::take(const Limit& limit) {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    return connect(limit);
}

void Pool::close() noexcept {
    const std::lock_guard lock(mutex_);
    idle_.clear();
}

Pool::Lease::Lease(Pool& pool, const Call& call)
    : pool_(pool),
      limit_{call.deadline() + kGrace, &call},
      pass_(pool.turnstile_, call.deadline()),
      connection_(pool.take(limit_)),
      guard_(std::in_place, pool.watch_, connection_->socket(), limit_) {}

Pool::Lease::Lease(Pool& pool, std::chrono::steady_clock::time_point until)
    : pool_(pool),
      limit_{until},
      pass_(pool.turnstile_, until),
      connection_(pool.take(limit_)),
      guard_(std::in_place, pool.watch_, connection_->socket(), limit_) {}

Pool::Lease::~Lease() {
    isGood_ = isGood_ && !guard_->hasCut();
    guard_.reset();
    if (!isGood_) return;
    const std::lock_guard lock(pool_.mutex_);
    pool_.idle_.push_back(std::move(connection_));
}

void Pool::Lease::replace() {
    isGood_ = false;
    guard_.reset();
    connection_.reset();
    pool_.close();  // the others broke with it
    connection_ = pool_.connect(limit_);
    guard_.emplace(pool_.watch_, connection_->socket(), limit_);
}

}  // namespace vuedeo::timescale
