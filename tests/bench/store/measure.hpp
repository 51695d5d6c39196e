// What the benchmarks measure of a store, through its plugin's tables alone.
#pragma once
#include <cstdint>

#include "appends.hpp"
#include "store_host.hpp"

namespace vuedeo::store_bench {

AppendFigures measureStore(store_test::StoreHost& store, const AppendLoad& load);

// Milliseconds of one series of the room "day-and-night" over the last `rangeMs` before `toMs`.
double seriesMs(store_test::StoreHost& store, int64_t toMs, int64_t rangeMs, int64_t intervalMs);
struct SeriesFigures {
    double medianMs;
    double fastestMs;  // what a busy machine shows of an idle one
};
SeriesFigures measureSeries(store_test::StoreHost& store, int64_t toMs, int64_t rangeMs,
                            int64_t intervalMs, int times = 5);

// Four participants of the room "day-and-night", a sample every 15 s in [from, to).
void fillRoom(store_test::StoreHost& store, int64_t fromMs, int64_t toMs);

}  // namespace vuedeo::store_bench
