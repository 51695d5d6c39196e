#include "ticks.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace vuedeo::charts::svg {
namespace {

constexpr int kMostSteps = 6;
constexpr int64_t kMinute = 60'000;
constexpr int64_t kHour = 60 * kMinute;
constexpr int64_t kDay = 24 * kHour;
constexpr std::array<int64_t, 23> kTimeSteps = {
    1'000,    2'000,       5'000,       10'000,       15'000,       30'000,
    kMinute,  2 * kMinute, 5 * kMinute, 10 * kMinute, 15 * kMinute, 30 * kMinute,
    kHour,    2 * kHour,   3 * kHour,   6 * kHour,    12 * kHour,   kDay,
    2 * kDay, 7 * kDay,    14 * kDay,   30 * kDay,    90 * kDay};

int64_t stepFor(int64_t lengthMs) {
    for (const int64_t step : kTimeSteps) {
        if (lengthMs / step <= kMostSteps) return step;
    }
    int64_t step = 365 * kDay;
    while (lengthMs / step > kMostSteps) step *= 2;
    return step;
}

std::string formatted(int64_t ms, const TimeZone& zone, const char* format) {
    const auto seconds = static_cast<std::time_t>((ms + zone.offsetMs(ms)) / 1000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

}  // namespace

std::vector<double> valueTicks(double largest) {
    const double wanted = (largest > 0 ? largest : 1) / 5;
    const double power = std::pow(10, std::floor(std::log10(wanted)));
    double step = 10 * power;
    for (const double factor : {5.0, 2.0, 1.0}) {
        if (factor * power >= wanted * (1 - 1e-9)) step = factor * power;
    }
    std::vector<double> ticks{0};
    while (ticks.back() < largest * (1 - 1e-9) || ticks.size() < 2) {
        ticks.push_back(step * static_cast<double>(ticks.size()));
    }
    return ticks;
}

std::vector<TimeTick> timeTicks(int64_t fromMs, int64_t toMs, const TimeZone& zone) {
    const int64_t step = stepFor(toMs - fromMs);
    const char* format = step >= kDay ? "%Y-%m-%d" : step >= kMinute ? "%H:%M" : "%H:%M:%S";
    std::vector<TimeTick> ticks;
    const int64_t first = fromMs + zone.offsetMs(fromMs);
    for (int64_t shown = (first + step - 1) / step * step;; shown += step) {
        // Near a change of the clocks the offset of about that time is not yet the one of then.
        const int64_t ms = shown - zone.offsetMs(shown - zone.offsetMs(shown));
        if (ms > toMs) return ticks;
        if (ms < fromMs || (!ticks.empty() && ms <= ticks.back().ms)) continue;
        ticks.push_back({ms, formatted(ms, zone, format)});
    }
}

std::string dateText(int64_t ms, const TimeZone& zone) {
    return formatted(ms, zone, "%Y-%m-%d");
}

}  // namespace vuedeo::charts::svg
