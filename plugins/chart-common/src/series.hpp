// The series of GET /api/v1/rooms/{room}/series, parsed and held against what abi/chart.h promises.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vuedeo::charts {

inline constexpr std::size_t kMaxFields = 64;
inline constexpr std::size_t kMaxParticipants = 2'000;
inline constexpr std::size_t kMaxPoints = 100'000;          // of one participant
inline constexpr std::size_t kMaxValues = 8'000'000;        // over all participants and fields
inline constexpr int64_t kMaxTimeMs = 253'402'300'799'999;  // the end of the year 9999

// What a value over an interval is of its samples.
enum class Rollup { kMean, kSum, kMax };

struct Field {
    std::string name;
    std::string label;
    std::string unit;       // "bit/s", "fraction", "s", ...
    std::string direction;  // "up", "down", "none"
    Rollup rollup = Rollup::kMean;
};

// One field of one participant. NaN is unknown.
struct Values {
    std::vector<double> value;
    std::vector<double> min;
    std::vector<double> max;
};

struct Participant {
    std::string id;
    std::string name;
    std::vector<int64_t> time;    // begin of each bucket, strictly ascending
    std::vector<uint32_t> count;  // samples in it
    std::vector<Values> values;  // in the order of Series::fields; empty vectors: not in the series
};

struct Series {
    std::string room;
    int64_t fromMs = 0;
    int64_t toMs = 0;
    int64_t intervalS = 0;
    int64_t sampleIntervalS = 0;  // how often browsers measure; intervalS if not said
    std::vector<Field> fields;
    std::vector<Participant> participants;
};

// Throws vuedeo::Error INVALID with the path of what is wrong ("series.participants[2].time[7]").
Series parseSeries(std::string_view json);

}  // namespace vuedeo::charts
