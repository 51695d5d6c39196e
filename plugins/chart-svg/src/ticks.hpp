// Round numbers and round times for the axes.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "time_zone.hpp"

namespace vuedeo::charts::svg {

// From 0 in equal steps of 1, 2 or 5 times a power of ten; the last reaches `largest`. At most 7.
std::vector<double> valueTicks(double largest);

struct TimeTick {
    int64_t ms;
    std::string label;  // "14:05", "14:05:30" or "2026-11-28": as fine as the steps are
};

// Whole steps of what clocks show in the zone between `fromMs` and `toMs`, both included. At
// most 8.
std::vector<TimeTick> timeTicks(int64_t fromMs, int64_t toMs, const TimeZone& zone);

std::string dateText(int64_t ms, const TimeZone& zone);  // "2026-11-28"

}  // namespace vuedeo::charts::svg
