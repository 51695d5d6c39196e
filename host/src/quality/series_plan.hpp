// Which buckets a series is made of: from what was asked to an aligned range and an interval that
// draws well. Pure functions; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace vuedeo::quality {

constexpr int64_t kMaxAutoPoints = 300;        // a chart is not wider than that many useful points
constexpr int64_t kMaxExplicitPoints = 5000;   // a participant
constexpr int64_t kMaxIntervalS = 31'536'000;  // a year

struct SeriesPlan {
    int64_t fromMs = 0;  // a multiple of intervalMs, as is toMs; [from, to)
    int64_t toMs = 0;
    int64_t intervalMs = 1000;
    int64_t sampleIntervalS = 1;  // how often browsers measure: longer silences are gaps

    int64_t points() const noexcept { return (toMs - fromMs) / intervalMs; }
};

// "auto" or nothing: nullopt; otherwise seconds, 1..kMaxIntervalS. Throws http::Problem 400
// "query-invalid", field "interval".
std::optional<int64_t> parseInterval(std::string_view text);

// The smallest aligned range that covers [from, to) at this interval, or, for nullopt, at the
// finest not below sampleIntervalS of 1, 5, 15, 30 s, 1, 5, 15, 30 min, 1, 3, 6, 12 h, 1 day and
// multiples of 7 days that gives no more than kMaxAutoPoints. Throws http::Problem: 400
// "query-invalid" unless 0 <= from < to (and both before the year 10000); 422 "interval-too-short"
// naming the shortest possible one.
SeriesPlan planSeries(int64_t fromMs, int64_t toMs, std::optional<int64_t> intervalS,
                      int64_t sampleIntervalS = 1);

}  // namespace vuedeo::quality
