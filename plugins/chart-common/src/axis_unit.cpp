#include "axis_unit.hpp"

namespace vuedeo::charts {

AxisUnit chooseUnit(std::string_view unit, double largest) {
    if (unit == "bit/s") {
        if (largest >= 1e9) return {"Gbit/s", 1e-9};
        if (largest >= 1e6) return {"Mbit/s", 1e-6};
        return {"kbit/s", 1e-3};
    }
    if (unit == "fraction") return {"%", 100};
    if (unit == "s") return largest < 10 ? AxisUnit{"ms", 1000} : AxisUnit{"s", 1};
    if (unit == "1/s") return {"/s", 1};
    if (unit == "count" || unit == "code" || unit == "level" || unit == "score") return {"", 1};
    return {std::string(unit), 1};
}

}  // namespace vuedeo::charts
