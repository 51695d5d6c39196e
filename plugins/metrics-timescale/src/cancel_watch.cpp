#include "cancel_watch.hpp"

#include <algorithm>
#include <chrono>

#include "pq.hpp"
#include "sql.hpp"

namespace vuedeo::timescale {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{100};

}  // namespace

CancelWatch::Guard::Guard(CancelWatch& watch, Connection& connection, const Call& call)
    : watch_(watch) {
    const std::lock_guard lock(watch_.mutex_);
    place_ = watch_.watched_.insert(watch_.watched_.end(),
                                    {connection.raw().backendpid(), &call, false});
    watch_.changed_.notify_all();
}

CancelWatch::Guard::~Guard() {
    std::unique_lock lock(watch_.mutex_);
    watch_.changed_.wait(lock, [this] { return !place_->isBeingCancelled; });
    watch_.watched_.erase(place_);
}

void CancelWatch::start() {
    stopping_ = false;
    thread_ = std::thread([this] { loop(); });
}

void CancelWatch::stop() noexcept {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void CancelWatch::loop() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        changed_.wait(lock, [this] { return stopping_ || !watched_.empty(); });
        changed_.wait_for(lock, kBetweenLooks, [this] { return stopping_; });
        const auto gone = std::find_if(watched_.begin(), watched_.end(),
                                       [](const Watched& each) { return each.call->cancelled(); });
        if (stopping_ || gone == watched_.end()) continue;
        gone->isBeingCancelled = true;
        lock.unlock();
        cancel(gone->backend);
        lock.lock();
        gone->isBeingCancelled = false;
        changed_.notify_all();
    }
}

// What cannot be cancelled now is tried again, and ends at its deadline at the latest.
void CancelWatch::cancel(int backend) const noexcept {
    try {
        Connection connection(config_);
        pqxx::nontransaction transaction(connection.raw());
        pq::exec(transaction, sql::kCancelBackend, {std::to_string(backend)});
    } catch (const std::exception&) {
        return;
    }
}

}  // namespace vuedeo::timescale
