// When an HTTP request is sent again, and after how long. Pure functions.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>

namespace vuedeo::plugins {

// What became of one attempt.
struct Attempt {
    enum class Outcome {
        kAnswered,      // status says what
        kNeverReached,  // the name did not resolve, or the connection was refused
        kLost,          // the connection failed later: the server may have acted
        kFinal,         // pointless to repeat: bad certificate, answer too long
    };
    Outcome outcome = Outcome::kFinal;
    int status = 0;
    std::optional<std::chrono::seconds> retryAfter;  // what the answer asked for
};

struct RetryLimits {
    bool idempotent = false;
    uint32_t maxAttempts = 1;
};

// The delay before the next attempt, or nothing: this was the last one. made: attempts so far;
// remaining: until the deadline; random: 0..1. Backoff 100 ms * 2^(made - 1) up to 5 s, of which a
// random half is taken off, so that many clients do not come back at once; Retry-After is obeyed.
std::optional<std::chrono::milliseconds> nextDelay(const Attempt& last, const RetryLimits& limits,
                                                   uint32_t made,
                                                   std::chrono::milliseconds remaining,
                                                   double random);

}  // namespace vuedeo::plugins
