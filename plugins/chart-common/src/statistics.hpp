// What is said of a line in numbers, and what counts as a gap in it.
#pragma once
#include <cstdint>
#include <optional>

#include "groups.hpp"
#include "series.hpp"

namespace vuedeo::charts {

struct Statistics {
    double total;  // the sum where the field adds up, else the mean of all samples
    double min;
    double max;
};

// Over the whole range, in the series' unit; nothing when no value is known.
std::optional<Statistics> statistics(const Participant& participant, const Values& values,
                                     Rollup rollup);

// True when a line of the group has a value somewhere.
bool hasValues(const Participant& participant, const Group& group);

// The longest time between two known values that a line may cross. Samples drift across the edges
// of buckets, so that one stays empty though none is missing. Two missing ones are a gap.
int64_t bridgeMs(const Series& series);

}  // namespace vuedeo::charts
