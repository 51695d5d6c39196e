#include "timestamps.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace vuedeo::timescale {
namespace {

constexpr int64_t kFirstMs = -62'135'596'800'000;  // the year 1
constexpr int64_t kLastMs = 253'402'300'799'999;   // the end of the year 9999

std::string format(int64_t timeMs, const char* pattern) {
    const std::time_t seconds = floorTo(timeMs, kSecondMs) / kSecondMs;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char text[32];
    const std::size_t size = std::strftime(text, sizeof text, pattern, &utc);
    return {text, size};
}

int64_t clamp(int64_t timeMs) {
    return std::clamp(timeMs, kFirstMs, kLastMs);
}

}  // namespace

std::string timestamp(int64_t timeMs) {
    const int64_t time = clamp(timeMs);
    char fraction[16];
    std::snprintf(fraction, sizeof fraction, ".%03d+00",
                  static_cast<int>(time - floorTo(time, kSecondMs)));
    std::string text = format(time, "%Y-%m-%d %H:%M:%S");
    text.insert(0, text.find('-') < 4 ? 4 - text.find('-') : 0, '0');  // %Y does not pad
    return text + fraction;
}

std::string dayName(int64_t timeMs) {
    std::string text = timestamp(timeMs).substr(0, 10);
    text.erase(std::remove(text.begin(), text.end(), '-'), text.end());
    return text;
}

}  // namespace vuedeo::timescale
