// StoreClient's two ways to read a room's quality: buckets and raw samples, each checked as it
// comes.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <unordered_set>

#include "plugins/answers.hpp"
#include "plugins/clients.hpp"

namespace vuedeo::plugins {
namespace {

constexpr uint64_t kMaxParticipantId = 256;

// The store broke its contract; told apart from what the caller's visitor throws.
class Broken : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

void require(bool condition, const char* message) {
    if (!condition) throw Broken(message);
}

// All of one participant together, each in ascending time.
class Order {
public:
    void next(vuedeo_str participantId, int64_t timeMs) {
        require(participantId.data != nullptr && participantId.size >= 1 &&
                    participantId.size <= kMaxParticipantId,
                "a participant's id that is empty or too long");
        const std::string_view id = toView(participantId);
        if (id == current_) {
            require(timeMs > last_, "times that do not ascend");
        } else {
            current_ = id;
            require(seen_.insert(current_).second, "a participant in two places");
        }
        last_ = timeMs;
    }

private:
    std::string current_;
    int64_t last_ = 0;
    std::unordered_set<std::string> seen_;
};

bool isSound(const vuedeo_aggregate& a) {
    if (a.count == 0) return true;
    return std::isfinite(a.sum) && std::isfinite(a.min) && std::isfinite(a.max) && a.min <= a.max;
}

struct SeriesVisit {
    const StoreClient::SeriesQuery& query;
    const std::function<bool(const vuedeo_bucket&)>& show;
    Order order{};
    Visit visit{};

    void check(const vuedeo_bucket* bucket) {
        require(bucket != nullptr && VUEDEO_HAS(bucket, vuedeo_bucket, aggregates),
                "a bucket that is too short");
        require(bucket->field_count == query.fields.size() &&
                    (bucket->aggregates != nullptr || query.fields.empty()),
                "a bucket with other fields than were asked for");
        require(bucket->start_ms >= query.fromMs && bucket->start_ms < query.toMs &&
                    bucket->start_ms % query.intervalMs == 0,
                "a bucket that is not aligned or out of range");
        require(bucket->sample_count >= 1, "a bucket without samples");
        require(std::all_of(bucket->aggregates, bucket->aggregates + bucket->field_count, isSound),
                "an aggregate that is not finite, or whose min exceeds its max");
        order.next(bucket->participant_id, bucket->start_ms);
    }
    static int32_t onBucket(void* ctx, const vuedeo_bucket* bucket) noexcept {
        auto& self = *static_cast<SeriesVisit*>(ctx);
        return self.visit([&] {
            self.check(bucket);
            return self.show(*bucket);
        });
    }
};

struct SamplesVisit {
    const StoreClient::SampleQuery& query;
    const std::function<bool(const vuedeo_sample&)>& show;
    Order order{};
    Visit visit{};

    static int32_t onSample(void* ctx, const vuedeo_sample* sample, uint32_t fieldCount) noexcept {
        auto& self = *static_cast<SamplesVisit*>(ctx);
        return self.visit([&] {
            require(sample != nullptr, "no sample");
            require(sample->sampled_at_ms >= self.query.fromMs &&
                        sample->sampled_at_ms < self.query.toMs,
                    "a sample out of range");
            self.order.next(sample->participant_id, sample->sampled_at_ms);
            // The store may know fewer fields than this host, or more.
            vuedeo_sample shown{};
            shown.room = toStr(self.query.room);
            shown.participant_id = sample->participant_id;
            shown.sampled_at_ms = sample->sampled_at_ms;
            std::fill(std::begin(shown.values), std::end(shown.values),
                      std::numeric_limits<float>::quiet_NaN());
            std::copy_n(sample->values, std::min<uint32_t>(fieldCount, VUEDEO_FIELD_COUNT),
                        shown.values);
            return self.show(shown);
        });
    }
};

void rethrow(const Plugin& plugin, const Visit& visit) {
    try {
        visit.rethrow();
    } catch (const Broken& e) {
        throwBroken(plugin, e.what());
    }
}

}  // namespace

void StoreClient::series(const SeriesQuery& query,
                         const std::function<bool(const vuedeo_bucket&)>& visit,
                         const CallScope& scope) {
    const auto& table = tableOf<vuedeo_metrics_store_1>(plugin_, VUEDEO_METRICS_STORE_1);
    vuedeo_series_query raw{};
    raw.size = sizeof raw;
    raw.field_count = static_cast<uint32_t>(query.fields.size());
    raw.room = toStr(query.room);
    raw.participant_id = toStr(query.participantId);
    raw.from_ms = query.fromMs;
    raw.to_ms = query.toMs;
    raw.interval_ms = query.intervalMs;
    raw.fields = query.fields.data();
    SeriesVisit state{query, visit};
    const vuedeo_bucket_visitor visitor = {&state, SeriesVisit::onBucket};
    plugin_.call(scope, [&](const vuedeo_call& call, vuedeo_error& error) {
        return table.series(plugin_.self(), &raw, &call, &visitor, &error);
    });
    rethrow(plugin_, state.visit);
}

void StoreClient::samples(const SampleQuery& query,
                          const std::function<bool(const vuedeo_sample&)>& visit,
                          const CallScope& scope) {
    const auto& table = tableOf<vuedeo_metrics_store_1>(plugin_, VUEDEO_METRICS_STORE_1);
    vuedeo_sample_query raw{};
    raw.size = sizeof raw;
    raw.room = toStr(query.room);
    raw.participant_id = toStr(query.participantId);
    raw.from_ms = query.fromMs;
    raw.to_ms = query.toMs;
    SamplesVisit state{query, visit};
    const vuedeo_sample_visitor visitor = {&state, SamplesVisit::onSample};
    plugin_.call(scope, [&](const vuedeo_call& call, vuedeo_error& error) {
        return table.samples(plugin_.self(), &raw, &call, &visitor, &error);
    });
    rethrow(plugin_, state.visit);
}

}  // namespace vuedeo::plugins
