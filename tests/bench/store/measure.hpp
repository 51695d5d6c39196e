// What the benchmark measures: figures and how they are taken.
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "store_host.hpp"

namespace vuedeo::store_bench {

// What the host's clock shows: the beginning of a day.
inline constexpr int64_t kNowMs = 1'700'006'400'000;

struct AppendLoad {
    std::size_t batch;
    std::size_t participants;  // one sample of each in turn
    int64_t stepMs;            // between two samples of one participant
    double seconds;            // how long to measure
};

struct AppendFigures {
    double samplesPerSecond;
    double p50Ms;  // of one append
    double p99Ms;
    double cpuUs;  // of this process, a sample: steady on a busy machine
};

AppendFigures measureStore(store_test::StoreHost& store, const AppendLoad& load);
AppendFigures measureBare(const std::filesystem::path& folder, const AppendLoad& load);

// Milliseconds of one series over the last `rangeMs` before `toMs`; the median of five.
double measureSeries(store_test::StoreHost& store, int64_t toMs, int64_t rangeMs,
                     int64_t intervalMs);

// Four participants of the room "day-and-night", a sample every 15 s in [from, to).
void fillRoom(store_test::StoreHost& store, int64_t fromMs, int64_t toMs);

}  // namespace vuedeo::store_bench
