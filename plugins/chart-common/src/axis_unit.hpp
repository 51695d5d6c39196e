// From the system's units (bit/s, fraction, s) to those that people read (Mbit/s, %, ms).
#pragma once
#include <string>
#include <string_view>

namespace vuedeo::charts {

struct AxisUnit {
    std::string symbol;  // "Mbit/s"; empty for plain numbers
    double factor = 1;   // shown value = value * factor
};

// The unit in which an axis whose largest value is `largest` reads best. An unknown unit stays.
AxisUnit chooseUnit(std::string_view unit, double largest);

}  // namespace vuedeo::charts
