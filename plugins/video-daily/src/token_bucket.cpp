#include "token_bucket.hpp"

#include <algorithm>
#include <cmath>

namespace vuedeo::daily {

TokenBucket::Turn TokenBucket::reserve(int64_t nowMs, int64_t atMostMs) {
    const std::lock_guard lock(mutex_);
    if (nowMs > asOfMs_) {
        const auto passedMs = static_cast<double>(nowMs - asOfMs_);
        tokens_ = std::min(burst_, tokens_ + passedMs * perMs_);
        asOfMs_ = nowMs;
    }
    const double missing = std::max(0.0, 1 - tokens_);
    const auto refillMs = static_cast<int64_t>(std::ceil(missing / perMs_));
    const int64_t waitMs = std::max(refillMs, pausedUntilMs_ - nowMs);
    if (waitMs > atMostMs) return {false, waitMs};
    tokens_ -= 1;
    return {true, waitMs};
}

void TokenBucket::pauseUntil(int64_t untilMs) {
    const std::lock_guard lock(mutex_);
    pausedUntilMs_ = std::max(pausedUntilMs_, untilMs);
}

}  // namespace vuedeo::daily
