#include "circuit_breaker.hpp"

#include <algorithm>

namespace vuedeo::daily {

CircuitBreaker::Permit CircuitBreaker::enter(int64_t nowMs) {
    constexpr int64_t kProbeMs = 1000;  // a guess at how long the probe under way will take
    const std::lock_guard lock(mutex_);
    if (state_ == State::kClosed) return {true, false, 0};
    if (state_ == State::kOpen && nowMs < openUntilMs_) {
        return {false, false, openUntilMs_ - nowMs};
    }
    if (probing_) return {false, false, kProbeMs};
    state_ = State::kHalfOpen;
    probing_ = true;
    return {true, true, 0};
}

void CircuitBreaker::succeeded() {
    const std::lock_guard lock(mutex_);
    state_ = State::kClosed;
    failuresInARow_ = 0;
    openMs_ = 0;
    probing_ = false;
}

void CircuitBreaker::failed(const Permit& permit, int64_t nowMs) {
    const std::lock_guard lock(mutex_);
    ++failuresInARow_;
    const bool probeFailed = permit.probe && state_ == State::kHalfOpen;
    const bool tooMany = state_ == State::kClosed && failuresInARow_ >= threshold_;
    if (!probeFailed && !tooMany) return;  // one that set out before it opened changes nothing
    openMs_ = openMs_ == 0 ? firstOpenMs_ : std::min(openMs_ * 2, longestOpenMs_);
    openUntilMs_ = nowMs + openMs_;
    state_ = State::kOpen;
    probing_ = false;
}

void CircuitBreaker::abandoned(const Permit& permit) {
    const std::lock_guard lock(mutex_);
    if (permit.probe) probing_ = false;
}

CircuitBreaker::State CircuitBreaker::state() const {
    const std::lock_guard lock(mutex_);
    return state_;
}

const char* toString(CircuitBreaker::State state) noexcept {
    switch (state) {
        case CircuitBreaker::State::kOpen:
            return "open";
        case CircuitBreaker::State::kHalfOpen:
            return "half-open";
        case CircuitBreaker::State::kClosed:
            break;
    }
    return "closed";
}

}  // namespace vuedeo::daily
