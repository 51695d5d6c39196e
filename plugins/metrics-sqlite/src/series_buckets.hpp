// The buckets of one participant: takes what is read in time order and shows each bucket when it is
// complete. Belongs to one query.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "field_values.hpp"
#include "rollup.hpp"

namespace vuedeo::sqlite {

class SeriesBuckets {
public:
    SeriesBuckets(const vuedeo_series_query& query, const vuedeo_bucket_visitor& visitor);

    void begin(std::string_view participantId);

    // A sample of the inbox, in any order; before all that is filed.
    void addWaiting(int64_t atMs, const FieldValues& values);
    // What is filed, in time order. False: the visitor has stopped.
    bool startAt(int64_t atMs);
    void add(const FieldValues& sample);
    void add(uint32_t field, const FieldRollup& rollup) noexcept;
    void countSamples(int64_t samples) noexcept { current_.samples += samples; }
    // Shows what is left. False: the visitor has stopped.
    bool finish();

private:
    struct Bucket {
        int64_t samples = 0;
        std::vector<vuedeo_aggregate> aggregates;  // in the order of the query's fields
    };
    Bucket emptyBucket() const;
    void addTo(Bucket& bucket, const FieldValues& sample) const;
    bool closeCurrent();
    bool showWaitingBefore(int64_t startMs);
    bool show(int64_t startMs, const Bucket& bucket);
    static void merge(vuedeo_aggregate& into, const vuedeo_aggregate& other) noexcept;

    const vuedeo_series_query& query_;
    const vuedeo_bucket_visitor& visitor_;
    std::array<std::vector<uint32_t>, VUEDEO_FIELD_COUNT> columnsOf_;  // by field
    std::string participantId_;
    std::map<int64_t, Bucket> waiting_;
    Bucket current_;
    int64_t currentStart_ = 0;
};

}  // namespace vuedeo::sqlite
