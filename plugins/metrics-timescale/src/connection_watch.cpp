#include "connection_watch.hpp"

#include <sys/socket.h>

namespace vuedeo::timescale {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenLooks{100};

bool isOver(const Limit& limit, steady_clock::time_point now) {
    return now >= limit.until || (limit.caller != nullptr && limit.caller->cancelled());
}

}  // namespace

ConnectionWatch::Guard::Guard(ConnectionWatch& watch, int socket, const Limit& limit)
    : watch_(watch) {
    const std::lock_guard lock(watch_.mutex_);
    place_ = watch_.watched_.insert(watch_.watched_.end(), {socket, limit, false});
}

ConnectionWatch::Guard::~Guard() {
    const std::lock_guard lock(watch_.mutex_);
    watch_.watched_.erase(place_);
}

void ConnectionWatch::Guard::extend(steady_clock::time_point until) {
    const std::lock_guard lock(watch_.mutex_);
    place_->limit.until = until;
}

bool ConnectionWatch::Guard::hasCut() const {
    const std::lock_guard lock(watch_.mutex_);
    return place_->isCut;
}

void ConnectionWatch::start() {
    cutsAll_ = false;
    stopping_ = false;
    thread_ = std::thread([this] { loop(); });
}

void ConnectionWatch::cutAll() noexcept {
    const std::lock_guard lock(mutex_);
    cutsAll_ = true;
}

void ConnectionWatch::stop() noexcept {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void ConnectionWatch::loop() {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, kBetweenLooks, [this] { return stopping_; })) {
        const auto now = steady_clock::now();
        for (Watched& each : watched_) {
            if (each.isCut || !(cutsAll_ || isOver(each.limit, now))) continue;
            ::shutdown(each.socket, SHUT_RDWR);
            each.isCut = true;
        }
    }
}

}  // namespace vuedeo::timescale
