// Stops asking a service that does not answer: after a few failures in a row every call is refused
// at once, until one probe shows that it is back. Owned by the REST client; any thread.
#pragma once
#include <cstdint>
#include <mutex>

namespace vuedeo::daily {

class CircuitBreaker {
public:
    // Opens after `failures` in a row, for firstOpenMs, doubled up to longestOpenMs each time that
    // the probe fails as well.
    CircuitBreaker(uint32_t failures, int64_t firstOpenMs, int64_t longestOpenMs)
        : threshold_(failures), firstOpenMs_(firstOpenMs), longestOpenMs_(longestOpenMs) {}

    enum class State { kClosed, kOpen, kHalfOpen };

    struct Permit {
        bool granted;
        bool probe;
        int64_t waitMs;  // when refused: until it is worth asking again
    };
    // Whether a call may go out. Whoever is granted it reports what became of it, exactly once.
    Permit enter(int64_t nowMs);
    void succeeded();
    void failed(const Permit& permit, int64_t nowMs);
    // The call was given up before anything could be learned from it.
    void abandoned(const Permit& permit);

    State state() const;

private:
    const uint32_t threshold_;
    const int64_t firstOpenMs_;
    const int64_t longestOpenMs_;
    mutable std::mutex mutex_;
    State state_ = State::kClosed;
    uint32_t failuresInARow_ = 0;
    int64_t openMs_ = 0;
    int64_t openUntilMs_ = 0;
    bool probing_ = false;
};

const char* toString(CircuitBreaker::State state) noexcept;

}  // namespace vuedeo::daily
