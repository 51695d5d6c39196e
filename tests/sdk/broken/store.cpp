// A metrics store that breaks one rule.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <vector>

#include "broken.hpp"

namespace vuedeo::broken {
namespace {

vuedeo_metrics_store_1 real{};
vuedeo_metrics_store_1 mine{};

using Append = decltype(mine.append);

vuedeo_status pretend(const vuedeo_sample_batch* batch, uint8_t* results) {
    std::fill(results, results + batch->count, uint8_t{VUEDEO_SAMPLE_STORED});
    return VUEDEO_OK;
}

std::vector<vuedeo_sample> copyOf(const vuedeo_sample_batch* batch) {
    std::vector<vuedeo_sample> samples;
    for (uint32_t i = 0; i < batch->count; ++i) samples.push_back(*vuedeo_batch_at(batch, i));
    return samples;
}

vuedeo_sample_batch batchOf(const vuedeo_sample_batch* like,
                            const std::vector<vuedeo_sample>& samples) {
    return {sizeof(vuedeo_sample_batch), sizeof(vuedeo_sample),
            static_cast<uint32_t>(samples.size()), like->field_count, samples.data()};
}

const std::map<std::string_view, Append> kAppends = {
    {"store-durable",
     [](void*, const vuedeo_sample_batch* batch, uint8_t* results, const vuedeo_call*,
        vuedeo_error*) -> vuedeo_status { return pretend(batch, results); }},
    {"store-once",
     [](void* self, const vuedeo_sample_batch* batch, uint8_t* results, const vuedeo_call* call,
        vuedeo_error* error) -> vuedeo_status {
         const vuedeo_status status = real.append(self, batch, results, call, error);
         return status == VUEDEO_OK ? pretend(batch, results) : status;
     }},
    {"store-unknown-values",
     [](void* self, const vuedeo_sample_batch* batch, uint8_t* results, const vuedeo_call* call,
        vuedeo_error* error) -> vuedeo_status {
         auto samples = copyOf(batch);
         for (vuedeo_sample& sample : samples) {
             for (float& value : sample.values) value = std::isnan(value) ? 0 : value;
         }
         const vuedeo_sample_batch known = batchOf(batch, samples);
         return real.append(self, &known, results, call, error);
     }},
    {"store-late",
     [](void* self, const vuedeo_sample_batch* batch, uint8_t* results, const vuedeo_call* call,
        vuedeo_error* error) -> vuedeo_status {
         static int64_t latest = 0;
         const int64_t first = vuedeo_batch_at(batch, 0)->sampled_at_ms;
         if (first < latest) return pretend(batch, results);
         latest = first;
         return real.append(self, batch, results, call, error);
     }},
    {"store-writers",
     [](void* self, const vuedeo_sample_batch* batch, uint8_t* results, const vuedeo_call* call,
        vuedeo_error* error) -> vuedeo_status {
         static std::atomic<int> under_way{0};
         const bool alone = under_way++ == 0;
         const vuedeo_status status =
             alone ? real.append(self, batch, results, call, error) : pretend(batch, results);
         --under_way;
         return status;
     }},
    {"store-sample-sizes",
     [](void* self, const vuedeo_sample_batch* batch, uint8_t* results, const vuedeo_call* call,
        vuedeo_error* error) -> vuedeo_status {
         const auto samples = copyOf(batch);
         vuedeo_sample_batch whole = batchOf(batch, samples);
         whole.field_count = VUEDEO_FIELD_COUNT;
         return real.append(self, &whole, results, call, error);
     }},
};

// Doubles the sums of whole hours.
vuedeo_status seriesTwice(void* self, const vuedeo_series_query* query, const vuedeo_call* call,
                          const vuedeo_bucket_visitor* visitor, vuedeo_error* error) {
    if (query->interval_ms < 3'600'000) return real.series(self, query, call, visitor, error);
    const vuedeo_bucket_visitor doubling = {
        const_cast<vuedeo_bucket_visitor*>(visitor), [](void* ctx, const vuedeo_bucket* bucket) {
            const auto& next = *static_cast<const vuedeo_bucket_visitor*>(ctx);
            vuedeo_aggregate twice = bucket->aggregates[0];
            twice.sum *= 2;
            vuedeo_bucket shown = *bucket;
            shown.aggregates = &twice;
            return next.visit(next.ctx, &shown);
        }};
    return real.series(self, query, call, &doubling, error);
}

vuedeo_status seriesAnyway(void* self, const vuedeo_series_query* query, const vuedeo_call* call,
                           const vuedeo_bucket_visitor* visitor, vuedeo_error* error) {
    const vuedeo_status status = real.series(self, query, call, visitor, error);
    return status == VUEDEO_E_INVALID ? VUEDEO_OK : status;
}

vuedeo_status findAny(void*, vuedeo_str, const vuedeo_call*, const vuedeo_room_visitor*,
                      vuedeo_error*) {
    return VUEDEO_OK;
}

// Hides the first room of each page.
vuedeo_status listMostRooms(void* self, const vuedeo_room_query* query, const vuedeo_call* call,
                            const vuedeo_room_visitor* visitor, const vuedeo_sink* next,
                            vuedeo_error* error) {
    struct State {
        const vuedeo_room_visitor* visitor;
        bool first;
    } state{visitor, true};
    const vuedeo_room_visitor hiding = {&state, [](void* ctx, const vuedeo_room* room) {
                                            auto& seen = *static_cast<State*>(ctx);
                                            if (seen.first) {
                                                seen.first = false;
                                                return VUEDEO_CONTINUE;
                                            }
                                            return seen.visitor->visit(seen.visitor->ctx, room);
                                        }};
    return real.list_rooms(self, query, call, &hiding, next, error);
}

vuedeo_status deleteNothing(void*, int64_t, const vuedeo_call*, uint64_t* deleted, vuedeo_error*) {
    *deleted = 0;
    return VUEDEO_OK;
}

}  // namespace

const vuedeo_metrics_store_1* breakStore(const vuedeo_metrics_store_1& table) {
    real = table;
    mine = table;
    const auto append = kAppends.find(wanted());
    if (append != kAppends.end()) mine.append = append->second;
    if (wanted() == "store-adds-up") mine.series = seriesTwice;
    if (wanted() == "store-intervals") mine.series = seriesAnyway;
    if (wanted() == "store-unknown-room") mine.find_room = findAny;
    if (wanted() == "store-pages") mine.list_rooms = listMostRooms;
    if (wanted() == "store-retention") mine.delete_before = deleteNothing;
    return &mine;
}

}  // namespace vuedeo::broken
