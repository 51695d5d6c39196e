#include "backoff.hpp"

#include <time.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace vuedeo::daily {

int64_t backoffMs(uint32_t attemptsMade, double random) {
    constexpr int64_t kFirstMs = 200;
    constexpr int64_t kLongestMs = 5000;
    const uint32_t doublings = std::min(attemptsMade == 0 ? 0U : attemptsMade - 1, 10U);
    const auto full = static_cast<double>(std::min(kFirstMs << doublings, kLongestMs));
    return static_cast<int64_t>(full * (1 - random / 2));
}

int64_t retryAfterMs(std::string_view header, int64_t nowMs) {
    constexpr int64_t kLongestMs = 3'600'000;
    int64_t seconds = 0;
    const char* end = header.data() + header.size();
    const auto parsed = std::from_chars(header.data(), end, seconds);
    if (parsed.ec == std::errc() && parsed.ptr == end) {
        return std::clamp<int64_t>(seconds, 0, kLongestMs / 1000) * 1000;
    }
    tm date{};
    const std::string text(header);
    const char* rest = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date);
    if (rest == nullptr || *rest != '\0') return 0;
    return std::clamp<int64_t>(int64_t{timegm(&date)} * 1000 - nowMs, 0, kLongestMs);
}

}  // namespace vuedeo::daily
