#include "series.hpp"

#include <algorithm>
#include <vector>

#include "read.hpp"
#include "read_plan.hpp"
#include "room_members.hpp"
#include "sql.hpp"
#include "timestamps.hpp"

namespace vuedeo::timescale {
namespace {

constexpr uint32_t kMaxFields = 256;
constexpr int kFirstAggregate = 3;

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

vuedeo_aggregate aggregateOf(const pqxx::row& row, int column) {
    vuedeo_aggregate aggregate{};
    if (!row[column].is_null()) aggregate.count = row[column].as<uint64_t>();
    if (aggregate.count == 0) return aggregate;
    aggregate.sum = row[column + 1].as<double>();
    aggregate.min = static_cast<double>(row[column + 2].as<float>());
    aggregate.max = static_cast<double>(row[column + 3].as<float>());
    return aggregate;
}

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
    std::vector<vuedeo_aggregate> aggregates(query.field_count);
    forEachRow(transaction, select, {members.roomId, members.ids}, call, [&](const pqxx::row& row) {
        for (uint32_t i = 0; i < query.field_count; ++i) {
            const auto field = std::lower_bound(fields.begin(), fields.end(), query.fields[i]);
            const bool isKnown = field != fields.end() && *field == query.fields[i];
            const auto place = static_cast<int>(field - fields.begin());
            aggregates[i] =
                isKnown ? aggregateOf(row, kFirstAggregate + 4 * place) : vuedeo_aggregate{};
        }
        vuedeo_bucket bucket{};
        bucket.size = sizeof bucket;
        bucket.field_count = query.field_count;
        bucket.participant_id = str(members.nameOf.at(row[0].as<int64_t>()));
        bucket.start_ms = row[1].as<int64_t>();
        bucket.sample_count = row[2].as<uint64_t>();
        bucket.aggregates = aggregates.data();
        return visitor.visit(visitor.ctx, &bucket) != VUEDEO_STOP;
    });
}

}  // namespace vuedeo::timescale
