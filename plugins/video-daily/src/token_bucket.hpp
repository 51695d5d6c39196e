// Keeps requests under a rate: a token bucket in which callers reserve their turn ahead of time.
// Owned by the REST client; any thread.
#pragma once
#include <cstdint>
#include <mutex>

namespace vuedeo::daily {

class TokenBucket {
public:
    // burst: requests that may go at once after a quiet time.
    TokenBucket(double perSecond, double burst)
        : perMs_(perSecond / 1000), burst_(burst), tokens_(burst) {}

    struct Turn {
        bool granted;  // false: it is further away than the caller can wait; nothing was taken
        int64_t waitMs;
    };
    // The next free turn, if it comes within atMostMs. nowMs: monotonic.
    Turn reserve(int64_t nowMs, int64_t atMostMs);

    // The other side said that it is too much: no turn comes before then.
    void pauseUntil(int64_t untilMs);

private:
    const double perMs_;
    const double burst_;
    std::mutex mutex_;
    double tokens_;  // below 0: turns given away ahead of time
    int64_t asOfMs_ = 0;
    int64_t pausedUntilMs_ = 0;
};

}  // namespace vuedeo::daily
