// Builds the answer of GET /api/v1/rooms/{room}/series, which is also what a chart plugin draws,
// from the buckets that a store shows. One thread at a time.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "quality/series_plan.hpp"

namespace vuedeo::quality {

// Values of one field in one bucket, over all participants of an answer: bounds memory.
constexpr std::size_t kMaxSeriesCells = 1'000'000;

class SeriesJson {
public:
    // fields: indices of the dictionary, in the order of the store's aggregates.
    SeriesJson(std::string room, const SeriesPlan& plan, std::vector<uint32_t> fields);

    // Buckets as StoreClient::series shows them: aligned, within the plan, all of one participant
    // together in ascending time. Throws http::Problem 422 "series-too-large" beyond
    // kMaxSeriesCells.
    void add(const vuedeo_bucket& bucket);

    // The document as JSON text. participants: (id, display name) in the order to answer in; one
    // that had buckets but is not named comes last, under its id. Those without buckets are left
    // out. Numbers carry the single precision in which samples are kept.
    std::string text(const std::vector<std::pair<std::string, std::string>>& participants) const;

private:
    struct Participant {
        std::string id;
        std::vector<int64_t> time;
        std::vector<uint64_t> count;
        std::vector<vuedeo_aggregate> cells;  // fields_.size() a bucket
    };
    // cells: null for a bucket without samples.
    void append(Participant& to, int64_t startMs, uint64_t count, const vuedeo_aggregate* cells);
    void write(std::string& out, const Participant& participant, const std::string& name) const;

    const std::string room_;
    const SeriesPlan plan_;
    const std::vector<uint32_t> fields_;
    std::vector<Participant> participants_;
    std::size_t cells_ = 0;
};

}  // namespace vuedeo::quality
