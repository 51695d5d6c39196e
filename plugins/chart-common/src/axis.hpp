// One value axis of a group: whether there is one, what it is called and in which unit it counts.
#pragma once
#include <string>

#include "axis_unit.hpp"
#include "groups.hpp"
#include "series.hpp"

namespace vuedeo::charts {

struct Axis {
    bool shown = false;  // a line of the group is drawn on it
    std::string title;
    AxisUnit unit;
    double largest = 0;  // of the values and their maxima, in the series' unit
    double least = 0;    // the axis goes as far as this at least, in `unit`
};

Axis makeAxis(const Series& series, const Participant& participant, const Group& group, bool right);

}  // namespace vuedeo::charts
