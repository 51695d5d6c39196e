// Statements that make rollups, and that delete.
#include "sql.hpp"

#include "sql_parts.hpp"
#include "template.hpp"

namespace vuedeo::timescale::sql {
namespace {

const char* stepOf(Level level) {
    return level == Level::kHour ? "1 hour" : "1 minute";
}

// Columns of a rollup made from single samples.
constexpr const char* kRollupColumns = "{{each $_count, $_sum, $_min, $_max}}";
constexpr const char* kRollupOfSamples =
    "{{each count(s.$), sum(s.$::double precision), min(s.$), max(s.$)}}";

}  // namespace

// ---- Rollups -----------------------------------------------------------------------------------

const char* const kSeal = R"sql(
UPDATE store_state SET sealed_until = greatest(sealed_until, $1::timestamptz))sql";

const char* const kSetRolledUntil =
    "UPDATE store_state SET rolled_until = greatest(rolled_until, $1::timestamptz)";

const char* const kSelectStaleHours =
    "SELECT id, participant_id, " MS("hour_at") " FROM stale_hours ORDER BY id LIMIT $1::bigint";

const char* const kDeleteStaleHours = "DELETE FROM stale_hours WHERE id = ANY ($1::bigint[])";

const char* const kCountStaleHours =
    "SELECT count(*) FROM stale_hours WHERE hour_at < $1::timestamptz";

std::string deleteRollups(Level level) {
    return "DELETE FROM " + table(level) +
           " WHERE bucket_at >= $1::timestamptz AND bucket_at < $2::timestamptz";
}

std::string insertRollups(Level level) {
    const std::string bucket =
        std::string("date_bin('") + stepOf(level) + "', s.sampled_at, timestamptz 'epoch')";
    return "INSERT INTO " + table(level) + " (room_id, participant_id, bucket_at, sample_count, " +
           expandTemplate(kRollupColumns) + ") SELECT s.room_id, s.participant_id, " + bucket +
           ", count(*), " + expandTemplate(kRollupOfSamples) +
           " FROM samples s WHERE s.sampled_at >= $1::timestamptz AND s.sampled_at <"
           " $2::timestamptz GROUP BY s.room_id, s.participant_id, " +
           bucket;
}

namespace {
constexpr const char* kStaleInput =
    "unnest($1::bigint[], $2::timestamptz[]) AS d (participant_id, hour_at)";
}

std::string deleteStaleRollups(Level level) {
    return "DELETE FROM " + table(level) + " r USING " + kStaleInput +
           " WHERE r.participant_id = d.participant_id AND r.bucket_at >= d.hour_at"
           " AND r.bucket_at < d.hour_at + interval '1 hour'";
}

std::string insertStaleRollups(Level level) {
    const std::string bucket =
        std::string("date_bin('") + stepOf(level) + "', s.sampled_at, timestamptz 'epoch')";
    return "INSERT INTO " + table(level) + " (room_id, participant_id, bucket_at, sample_count, " +
           expandTemplate(kRollupColumns) + ") SELECT s.room_id, s.participant_id, " + bucket +
           ", count(*), " + expandTemplate(kRollupOfSamples) + " FROM " + kStaleInput +
           " JOIN samples s ON s.participant_id = d.participant_id AND s.sampled_at >= d.hour_at"
           " AND s.sampled_at < d.hour_at + interval '1 hour'"
           " GROUP BY s.room_id, s.participant_id, " +
           bucket;
}

std::string refreshAggregate(const std::string& name, const std::string& from,
                             const std::string& to) {
    return "CALL refresh_continuous_aggregate('" + name + "', '" + from + "'::timestamptz, '" + to +
           "'::timestamptz)";
}

// ---- Deletion ----------------------------------------------------------------------------------

const char* const kHasSamplesBefore =
    "SELECT EXISTS (SELECT 1 FROM samples WHERE sampled_at < $1::timestamptz)";

std::string setDeletedBefore(Level level) {
    const std::string column = level == Level::kRaw      ? "raw_deleted_before"
                               : level == Level::kMinute ? "minute_deleted_before"
                                                         : "hour_deleted_before";
    return "UPDATE store_state SET " + column + " = greatest(" + column + ", $1::timestamptz)";
}

std::string dropChunks(const std::string& name, const std::string& before) {
    return "SELECT drop_chunks('" + name + "', older_than => '" + before + "'::timestamptz)";
}

const char* const kDeleteSamplesBefore = "DELETE FROM samples WHERE sampled_at < $1::timestamptz";

const char* const kChunksToCompress = R"sql(
SELECT format('%I.%I', chunk_schema, chunk_name) FROM timescaledb_information.chunks
WHERE hypertable_schema = current_schema() AND hypertable_name = 'samples'
  AND NOT is_compressed AND range_end <= $1::timestamptz
ORDER BY range_end LIMIT 1)sql";

const char* const kCompressChunk = "SELECT compress_chunk($1::regclass)";

// Takes the samples before $4 from the counts: single ones from $1 on, and before them those of
// which only the hours are kept, from $2 to $3. Answers how many.
const char* const kUncountSamples = R"sql(
WITH gone AS (
    SELECT participant_id, sum(samples)::bigint AS samples FROM (
        SELECT participant_id, count(*) AS samples FROM samples
        WHERE sampled_at >= $1::timestamptz AND sampled_at < $4::timestamptz
        GROUP BY participant_id
        UNION ALL
        SELECT participant_id, sum(sample_count) FROM rollups_hour
        WHERE bucket_at >= $2::timestamptz AND bucket_at < $3::timestamptz
        GROUP BY participant_id) each_level
    GROUP BY participant_id
), uncounted AS (
    UPDATE participants p SET
        sample_count = greatest(p.sample_count - g.samples, 0),
        first_sample_at = CASE WHEN p.sample_count > g.samples THEN coalesce(
            (SELECT min(bucket_at) FROM rollups_hour h WHERE h.participant_id = p.id
             AND h.bucket_at >= $4::timestamptz AND h.bucket_at < $1::timestamptz),
            (SELECT min(sampled_at) FROM samples s WHERE s.participant_id = p.id
             AND s.sampled_at >= $4::timestamptz)) END,
        last_sample_at = CASE WHEN p.sample_count > g.samples THEN p.last_sample_at END
    FROM gone g WHERE p.id = g.participant_id
)
SELECT coalesce(sum(samples), 0)::bigint FROM gone)sql";

const char* const kRecountRooms = R"sql(
UPDATE rooms r SET last_sample_at = p.last_at,
                   active_at = greatest(r.created_at, p.last_at, p.visited_at)
FROM (SELECT room_id, max(last_sample_at) AS last_at, max(greatest(joined_at, left_at)) AS visited_at
      FROM participants GROUP BY room_id) p
WHERE p.room_id = r.id AND r.last_sample_at IS DISTINCT FROM p.last_at)sql";

}  // namespace vuedeo::timescale::sql
