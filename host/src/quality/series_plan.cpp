#include "quality/series_plan.hpp"

#include <array>
#include <charconv>
#include <string>

#include "http/problem.hpp"

namespace vuedeo::quality {
namespace {

constexpr int64_t kWeekS = 7 * 86'400;
constexpr std::array<int64_t, 14> kLadderS = {1,    5,     15,     30,     60,     300,    900,
                                              1800, 3'600, 10'800, 21'600, 43'200, 86'400, kWeekS};
constexpr int64_t kYear10000Ms = 253'402'300'800'000;

SeriesPlan aligned(int64_t fromMs, int64_t toMs, int64_t intervalS) {
    const int64_t interval = intervalS * 1000;
    SeriesPlan plan;
    plan.fromMs = fromMs / interval * interval;
    plan.toMs = (toMs + interval - 1) / interval * interval;
    plan.intervalMs = interval;
    return plan;
}

int64_t shortestInterval(int64_t fromMs, int64_t toMs, int64_t maxPoints) {
    int64_t seconds = (toMs - fromMs) / 1000 / maxPoints;
    if (seconds < 1) seconds = 1;
    while (aligned(fromMs, toMs, seconds).points() > maxPoints) ++seconds;
    return seconds;
}

int64_t autoInterval(int64_t fromMs, int64_t toMs, int64_t sampleIntervalS) {
    for (const int64_t seconds : kLadderS) {
        if (seconds < sampleIntervalS) continue;  // most buckets would be empty
        if (aligned(fromMs, toMs, seconds).points() <= kMaxAutoPoints) return seconds;
    }
    int64_t weeks = 2;
    while (aligned(fromMs, toMs, weeks * kWeekS).points() > kMaxAutoPoints) ++weeks;
    return weeks * kWeekS;
}

}  // namespace

std::optional<int64_t> parseInterval(std::string_view text) {
    if (text.empty() || text == "auto") return std::nullopt;
    int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size() || seconds < 1 ||
        seconds > kMaxIntervalS) {
        throw http::Problem(400, "query-invalid",
                            "interval must be \"auto\" or a whole number of seconds, 1.." +
                                std::to_string(kMaxIntervalS) + ".",
                            "interval");
    }
    return seconds;
}

SeriesPlan planSeries(int64_t fromMs, int64_t toMs, std::optional<int64_t> intervalS,
                      int64_t sampleIntervalS) {
    if (fromMs < 0 || fromMs >= kYear10000Ms) {
        throw http::Problem(400, "query-invalid", "from must be a time from 1970 to 9999.", "from");
    }
    if (toMs <= fromMs || toMs > kYear10000Ms) {
        throw http::Problem(400, "query-invalid", "to must be later than from, and until 9999.",
                            "to");
    }
    const int64_t seconds = intervalS ? *intervalS : autoInterval(fromMs, toMs, sampleIntervalS);
    SeriesPlan plan = aligned(fromMs, toMs, seconds);
    plan.sampleIntervalS = sampleIntervalS;
    if (intervalS && plan.points() > kMaxExplicitPoints) {
        const int64_t shortest = shortestInterval(fromMs, toMs, kMaxExplicitPoints);
        throw http::Problem(422, "interval-too-short",
                            "That is " + std::to_string(plan.points()) + " points a participant, " +
                                std::to_string(kMaxExplicitPoints) +
                                " are possible: choose an interval of " + std::to_string(shortest) +
                                " s or more, or a shorter range.",
                            "interval");
    }
    return plan;
}

}  // namespace vuedeo::quality
