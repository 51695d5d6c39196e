// When a request is tried again. Pure functions.
#pragma once
#include <cstdint>
#include <string_view>

namespace vuedeo::daily {

// 200 ms, doubled after each attempt up to 5 s, of which a random half (random: 0..1) is taken off,
// so that many servers do not come back at once.
int64_t backoffMs(uint32_t attemptsMade, double random);

// The header Retry-After (RFC 9110, 10.2.3: seconds, or a date) as milliseconds from nowMs, at most
// an hour; 0 for a missing, past or malformed one.
int64_t retryAfterMs(std::string_view header, int64_t nowMs);

}  // namespace vuedeo::daily
