#include "plugins/http_retry.hpp"

#include <algorithm>

namespace vuedeo::plugins {
namespace {

bool mayRepeat(const Attempt& last, bool idempotent) {
    switch (last.outcome) {
        case Attempt::Outcome::kNeverReached:
            return true;
        case Attempt::Outcome::kLost:
            return idempotent;
        case Attempt::Outcome::kAnswered:
            return idempotent && (last.status == 429 || last.status >= 500);
        case Attempt::Outcome::kFinal:
            break;
    }
    return false;
}

}  // namespace

std::optional<std::chrono::milliseconds> nextDelay(const Attempt& last, const RetryLimits& limits,
                                                   uint32_t made,
                                                   std::chrono::milliseconds remaining,
                                                   double random) {
    if (made >= limits.maxAttempts || !mayRepeat(last, limits.idempotent)) return std::nullopt;

    constexpr double kFirstMs = 100;
    constexpr double kLongestMs = 5000;
    const double full =
        std::min(kFirstMs * static_cast<double>(1U << std::min(made - 1, 16U)), kLongestMs);
    std::chrono::milliseconds delay(static_cast<int64_t>(full * (0.5 + 0.5 * random)));
    if (last.retryAfter) delay = std::max<std::chrono::milliseconds>(delay, *last.retryAfter);
    if (delay >= remaining) return std::nullopt;
    return delay;
}

}  // namespace vuedeo::plugins
