// Which level answers which part of a series. A plain function; no I/O.
//
// The coarsest level whose step divides the interval is read: one hour, one minute, or the single
// samples. Levels are merged exactly, so that the answer does not depend on the level. Where
// retention has deleted that level or it is not complete yet, a finer one gives the same answer.
// Where only a coarser one is left, its buckets stand in whole at their beginning: sums, minima,
// maxima and counts stay true, the resolution is that of the coarser level.
#pragma once
#include <cstdint>
#include <vector>

#include "store_state.hpp"

namespace vuedeo::timescale {

struct ReadStep {
    Level level;
    int64_t fromMs;
    int64_t toMs;
};

// In time order; what is left out is kept in no level.
std::vector<ReadStep> planReads(int64_t fromMs, int64_t toMs, int64_t intervalMs,
                                const StoreState& state);

}  // namespace vuedeo::timescale
