// A line in pixels, broken where nothing is known.
#pragma once
#include <cstdint>
#include <vector>

#include "series.hpp"

namespace vuedeo::charts::svg {

struct Point {
    double x;
    double value, low, high;  // y, of the value and of the edges of its band
};

// Known values without a gap between them.
using Run = std::vector<Point>;

// Where the values of a line come to lie.
struct Frame {
    int64_t fromMs, toMs;
    double left, right;  // x of the two
    double bottom, top;  // y of 0 and of `highest`
    double highest;      // in the series' unit

    double x(int64_t ms) const;
    double y(double value) const;
};

// A gap of more than `bridgeMs` ends a run. A line with more points than pixels keeps the smallest
// and the largest of each column of pixels.
std::vector<Run> runsOf(const Participant& participant, const Values& values, int64_t bridgeMs,
                        const Frame& frame);

}  // namespace vuedeo::charts::svg
