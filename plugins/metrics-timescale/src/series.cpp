#include "series.hpp"

#include <algorithm>
#include <vector>

#include "binary_values.hpp"
#include "read.hpp"
#include "read_plan.hpp"
#include "room_members.hpp"
#include "sql.hpp"
#include "timestamps.hpp"

namespace vuedeo::timescale {
namespace {

constexpr uint32_t kMaxFields = 256;

void validate(const vuedeo_series_query& query) {
    if (query.interval_ms < kSecondMs || query.interval_ms % kSecondMs != 0)
        throw Error::invalid("interval_ms", "the interval must be whole seconds, at least one");
    if (query.from_ms % query.interval_ms != 0)
        throw Error::invalid("from_ms", "from must be a multiple of the interval");
    if (query.to_ms % query.interval_ms != 0 || query.to_ms <= query.from_ms)
        throw Error::invalid("to_ms", "to must be a multiple of the interval, and after from");
    if (query.field_count > kMaxFields) throw Error::invalid("fields", "too many fields");
}

// Each once, however often it was asked for; those of a later dictionary are left out.
std::vector<uint32_t> knownFields(const vuedeo_series_query& query) {
    std::vector<uint32_t> fields(query.fields, query.fields + query.field_count);
    std::sort(fields.begin(), fields.end());
    fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
    fields.erase(std::lower_bound(fields.begin(), fields.end(), uint32_t{VUEDEO_FIELD_COUNT}),
                 fields.end());
    return fields;
}

// What a row says of one field; values[0..3]: count, sum, minimum, maximum.
void add(vuedeo_aggregate& to, const double* values) {
    const double count = values[0];
    if (!(count > 0)) return;  // NaN: all its rollups are older than the field
    to.min = to.count == 0 ? values[2] : std::min(to.min, values[2]);
    to.max = to.count == 0 ? values[3] : std::max(to.max, values[3]);
    to.sum += values[1];
    to.count += static_cast<uint64_t>(count);
}

// Puts the rows of one bucket together, and shows it when the next one begins.
class Buckets {
public:
    Buckets(const vuedeo_series_query& query, const std::vector<uint32_t>& fields,
            const RoomMembers& members, const vuedeo_bucket_visitor& visitor)
        : members_(members), visitor_(visitor), aggregates_(query.field_count) {
        for (uint32_t i = 0; i < query.field_count; ++i) {
            const auto place = std::lower_bound(fields.begin(), fields.end(), query.fields[i]);
            const bool isKnown = place != fields.end() && *place == query.fields[i];
            if (isKnown) places_.push_back({i, static_cast<std::size_t>(place - fields.begin())});
        }
    }

    // False when the visitor wants no more.
    bool add(const pqxx::row& row) {
        const int64_t participant = bigintOf(row[0]);
        const int64_t startMs = bigintOf(row[1]);
        if (participant != participant_ || startMs != startMs_) {
            if (!show()) return false;
            participant_ = participant;
            startMs_ = startMs;
        }
        samples_ += bigintOf(row[2]);
        doublesOf(row[3], values_);
        for (const Place& place : places_)
            timescale::add(aggregates_[place.asked], &values_.at(4 * place.answered));
        return true;
    }

    bool show() {
        if (samples_ == 0) return true;
        vuedeo_bucket bucket{};
        bucket.size = sizeof bucket;
        bucket.field_count = static_cast<uint32_t>(aggregates_.size());
        bucket.participant_id = str(members_.nameOf.at(participant_));
        bucket.start_ms = startMs_;
        bucket.sample_count = static_cast<uint64_t>(samples_);
        bucket.aggregates = aggregates_.data();
        const bool goOn = visitor_.visit(visitor_.ctx, &bucket) != VUEDEO_STOP;
        samples_ = 0;
        std::fill(aggregates_.begin(), aggregates_.end(), vuedeo_aggregate{});
        return goOn;
    }

private:
    // A field may be asked for more than once.
    struct Place {
        uint32_t asked;
        std::size_t answered;
    };
    const RoomMembers& members_;
    const vuedeo_bucket_visitor& visitor_;
    std::vector<Place> places_;
    int64_t participant_ = 0;
    int64_t startMs_ = 0;
    int64_t samples_ = 0;
    std::vector<vuedeo_aggregate> aggregates_;
    std::vector<double> values_;
};

bool hasStaleHours(pqxx::transaction_base& transaction, const RoomMembers& members,
                   const vuedeo_series_query& query) {
    return !pq::exec(transaction, sql::kStaleOfParticipants,
                     {members.ids, timestamp(query.from_ms), timestamp(query.to_ms)})
                .empty();
}

}  // namespace

void readSeries(pqxx::transaction_base& transaction, const vuedeo_series_query& query,
                const Call& call, const vuedeo_bucket_visitor& visitor) {
    validate(query);
    const RoomMembers members =
        findMembers(transaction, view(query.room), view(query.participant_id));
    const std::vector<ReadStep> steps =
        planReads(query.from_ms, query.to_ms, query.interval_ms, readState(transaction));
    if (members.nameOf.empty() || steps.empty()) return;

    const std::vector<uint32_t> fields = knownFields(query);
    const std::string select = sql::selectSeries(query.interval_ms, fields, steps,
                                                 hasStaleHours(transaction, members, query));
    Buckets buckets(query, fields, members, visitor);
    forEachBinaryRow(transaction, select, {members.roomId, members.ids}, call,
                     [&](const pqxx::row& row) { return buckets.add(row); });
    buckets.show();
}

}  // namespace vuedeo::timescale
