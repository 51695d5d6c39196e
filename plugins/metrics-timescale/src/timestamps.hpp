// Times as PostgreSQL reads them: Unix milliseconds as text in UTC.
#pragma once
#include <cstdint>
#include <string>

namespace vuedeo::timescale {

inline constexpr int64_t kSecondMs = 1000;
inline constexpr int64_t kMinuteMs = 60 * kSecondMs;
inline constexpr int64_t kHourMs = 60 * kMinuteMs;
inline constexpr int64_t kDayMs = 24 * kHourMs;

inline constexpr int64_t floorTo(int64_t timeMs, int64_t stepMs) noexcept {
    const int64_t rest = timeMs % stepMs;
    return timeMs - (rest < 0 ? rest + stepMs : rest);
}
inline constexpr int64_t ceilTo(int64_t timeMs, int64_t stepMs) noexcept {
    return floorTo(timeMs + stepMs - 1, stepMs);
}

// "2023-11-15 00:00:00.123+00"; times beyond the years 1..9999 become the nearest of these.
std::string timestamp(int64_t timeMs);

// "20231115"
std::string dayName(int64_t timeMs);

}  // namespace vuedeo::timescale
