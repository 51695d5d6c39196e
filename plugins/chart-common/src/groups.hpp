// Which fields are drawn together, on which axis, and how each line looks.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "series.hpp"

namespace vuedeo::charts {

// A line is told from another by its colour and by its dash and marker. The colours are those of
// Okabe and Ito's palette for all kinds of colour vision, moved to a contrast of at least 3:1
// (WCAG 1.4.11) on white and on near-black.
struct Style {
    const char* light;
    const char* dark;
    std::vector<int> dash;  // drawn, not drawn, ... in px; empty: solid
    const char* marker;     // a Chart.js point style
    int rotation;           // of the marker, in degrees
    double width;           // of the line, in px
};

struct Line {
    std::size_t field;  // index in Series::fields
    bool right;         // on the right axis
    const Style* style;
};

struct Group {
    std::string id;
    std::string label;  // one word or two, for a button
    std::string title;
    std::vector<Line> lines;
};

// The groups that have at least one of the fields, in the order in which they are shown. Every
// field but the length of the measurement is in exactly one: a field that this plugin does not know
// joins others of its unit in a group of its own.
std::vector<Group> groupFields(const std::vector<Field>& fields);

}  // namespace vuedeo::charts
