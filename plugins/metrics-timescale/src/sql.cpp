#include "sql.hpp"

#include <vuedeo/abi/quality_fields.h>

#include <algorithm>

#include "template.hpp"
#include "timestamps.hpp"

// Unix milliseconds of a timestamptz; exact, because extract() answers a numeric.
#define MS(time) "(extract(epoch FROM " time ") * 1000)::bigint"
#define MS_OR_0(time) "coalesce(" MS(time) ", 0)"
// A timestamptz of Unix milliseconds; in two parts, because an interval is multiplied in double.
#define FROM_MS(ms)                                                      \
    "timestamptz 'epoch' + (" ms " / 1000) * interval '1 second' + (" ms \
    " % 1000) * interval '1 millisecond'"
#define HOUR_OF(time) "date_bin('1 hour', " time ", timestamptz 'epoch')"

namespace vuedeo::timescale::sql {
namespace {

std::string lockCall(const char* function, Lock which) {
    return std::string("SELECT ") + function + "(hashtext(current_schema()::text), " +
           std::to_string(static_cast<int>(which)) + ")";
}

std::string table(Level level) {
    if (level == Level::kRaw) return "samples";
    return level == Level::kHour ? "rollups_hour" : "rollups_minute";
}

const char* stepOf(Level level) {
    return level == Level::kHour ? "1 hour" : "1 minute";
}

std::string quoted(const std::string& text) {
    return "'" + text + "'";
}

// Columns of a rollup made from single samples.
constexpr const char* kRollupColumns = "{{each $_count, $_sum, $_min, $_max}}";
constexpr const char* kRollupOfSamples =
    "{{each count(s.$), sum(s.$::double precision), min(s.$), max(s.$)}}";

}  // namespace

// ---- Connections -------------------------------------------------------------------------------

// A plan of a hundred aggregates is not worth compiling. What is acknowledged is on the disk,
// whatever the role or the database has as its default. A host that has died holds its locks not
// for long.
std::string connectionSettings() {
    return "SET client_min_messages = warning; SET TIME ZONE 'UTC'; SET jit = off; "
           "SET extra_float_digits = 1; SET idle_in_transaction_session_timeout = '60s'; "
           "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; "
           "SET tcp_keepalives_count = 3; SELECT set_config('synchronous_commit', 'on', false) "
           "WHERE current_setting('synchronous_commit') = 'off'";
}

// The extension's functions may stand in a schema of their own.
std::string setSearchPath(const std::string& schema) {
    return "SELECT set_config('search_path', quote_ident('" + schema +
           "') || coalesce((SELECT ', ' || quote_ident(n.nspname) FROM pg_extension e"
           " JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'timescaledb'), ''),"
           " false)";
}

std::string setTimeout(std::chrono::milliseconds time) {
    return "SET LOCAL statement_timeout = " + std::to_string(std::max<int64_t>(time.count(), 1));
}

std::string lockSchema(const std::string& schema) {
    return "SELECT pg_advisory_xact_lock(hashtext('" + schema + "'), " +
           std::to_string(static_cast<int>(Lock::kSchema)) + ")";
}
std::string lock(Lock which) {
    return lockCall("pg_advisory_xact_lock", which);
}
const char* const kLockPatience = "SET LOCAL lock_timeout = '2s'";

std::string lockShared(Lock which) {
    return lockCall("pg_advisory_xact_lock_shared", which);
}
std::string tryLockSession(Lock which) {
    return lockCall("pg_try_advisory_lock", which);
}
std::string unlockSession(Lock which) {
    return lockCall("pg_advisory_unlock", which);
}

std::string beginWriting(std::chrono::milliseconds time) {
    return setTimeout(time) + "; " + lockShared(Lock::kWriting) + "; " + kSelectStateAndTransaction;
}

std::string beginReading(std::chrono::milliseconds time) {
    return "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; " + setTimeout(time);
}

const char* const kCancelBackend = "SELECT pg_cancel_backend($1::int)";

// ---- Schema ------------------------------------------------------------------------------------

const char* const kServerFacts = R"sql(
SELECT current_setting('server_version_num')::int, current_setting('server_version'),
       current_setting('server_encoding'))sql";

const char* const kExtensionVersion =
    "SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'";

const char* const kExtensionIsAvailable =
    "SELECT 1 FROM pg_available_extensions WHERE name = 'timescaledb'";

const char* const kSchemaExists = "SELECT 1 FROM pg_namespace WHERE nspname = $1";

const char* const kCreateVersions = R"sql(
CREATE TABLE schema_versions (
    version    int PRIMARY KEY,
    variant    text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
))sql";

const char* const kVersionsExist = R"sql(
SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname = 'schema_versions')sql";

const char* const kSelectVersions = "SELECT version, variant FROM schema_versions ORDER BY version";

const char* const kInsertVersion =
    "INSERT INTO schema_versions (version, variant) VALUES ($1::int, $2)";

// ---- State -------------------------------------------------------------------------------------

#define STATE_COLUMNS                                              \
    MS("sealed_until")                                             \
    ", " MS("rolled_until") ", " MS("raw_deleted_before") ", " MS( \
        "minute_deleted_"                                          \
        "before") ", " MS("hour_deleted_before")

const char* const kSelectState = "SELECT " STATE_COLUMNS " FROM store_state";

const char* const kSelectStateAndTransaction =
    "SELECT " STATE_COLUMNS ", pg_current_xact_id()::text FROM store_state";

// ---- Rooms and participants, written -----------------------------------------------------------

const char* const kFindIdentities = R"sql(
SELECT u.place - 1, r.id, p.id
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS u (room, participant, place)
JOIN rooms r ON r.name = u.room
JOIN participants p ON p.room_id = r.id AND p.participant = u.participant)sql";

const char* const kInsertRooms =
    "INSERT INTO rooms (name, created_at, active_at)"
    " SELECT u.room, min(u.at), min(u.at) FROM (SELECT room, " FROM_MS(
        "ms") " AS at FROM unnest($1::text[], $2::bigint[]) AS v (room, ms)) u"
              " GROUP BY u.room ON CONFLICT (name) DO NOTHING";

const char* const kInsertParticipants = R"sql(
INSERT INTO participants (room_id, participant)
SELECT r.id, u.participant
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS u (room, participant, place)
JOIN rooms r ON r.name = u.room
ORDER BY u.place
ON CONFLICT (room_id, participant) DO NOTHING)sql";

// $1 name, $2 provider, $3 provider_json, $4 max_participants, $5 created, $6 expires, $7 ended
const char* const kUpsertRoom = R"sql(
INSERT INTO rooms (name, provider, provider_json, max_participants, created_at, expires_at,
                   ended_at, active_at)
VALUES ($1, $2, $3, $4::bigint, $5::timestamptz, nullif($6, '')::timestamptz,
        nullif($7, '')::timestamptz, $5::timestamptz)
ON CONFLICT (name) DO UPDATE SET
    provider = excluded.provider,
    provider_json = excluded.provider_json,
    max_participants = excluded.max_participants,
    created_at = excluded.created_at,
    expires_at = excluded.expires_at,
    ended_at = excluded.ended_at,
    active_at = greatest(excluded.created_at, rooms.last_sample_at))sql";

// $1 id, $2 display name, $3 joined
const char* const kNameParticipant = R"sql(
UPDATE participants SET
    display_name = coalesce(nullif($2, ''), display_name),
    joined_at = coalesce(joined_at, nullif($3, '')::timestamptz)
WHERE id = $1::bigint)sql";

// In one order, so that hosts which store samples of the same rooms never lock each other out.
const char* const kLockRooms =
    "SELECT id FROM rooms WHERE id = ANY ($1::bigint[]) ORDER BY id FOR NO KEY UPDATE";

// ---- Samples, written --------------------------------------------------------------------------

// $1 room ids, $2 participant ids, $3 times, $4... the fields. Answers those that were not there.
std::string insertSamples() {
    std::string arrays = "$1::bigint[], $2::bigint[], $3::bigint[]";
    for (int field = 0; field < VUEDEO_FIELD_COUNT; ++field)
        arrays += ", $" + std::to_string(field + 4) + "::real[]";
    return "WITH stored AS (\n"
           "INSERT INTO samples (room_id, participant_id, sampled_at, " +
           expandTemplate("{{each $}}") + ") SELECT room_id, participant_id, " FROM_MS("ms") ", " +
           expandTemplate("{{each $}}") + " FROM unnest(" + arrays +
           ") AS u (room_id, participant_id, ms, " + expandTemplate("{{each $}}") + R"sql()
    ON CONFLICT DO NOTHING RETURNING room_id, participant_id, sampled_at
), counted AS (
    SELECT room_id, participant_id, count(*) AS samples, min(sampled_at) AS first_at,
           max(sampled_at) AS last_at
    FROM stored GROUP BY room_id, participant_id
), participants_counted AS (
    UPDATE participants p SET
        first_sample_at = least(p.first_sample_at, c.first_at),
        last_sample_at = greatest(p.last_sample_at, c.last_at),
        sample_count = p.sample_count + c.samples
    FROM counted c WHERE p.id = c.participant_id
), rooms_active AS (
    UPDATE rooms r SET last_sample_at = c.last_at, active_at = greatest(r.active_at, c.last_at)
    FROM (SELECT room_id, max(last_at) AS last_at FROM counted GROUP BY room_id) c
    WHERE r.id = c.room_id AND (r.last_sample_at IS NULL OR r.last_sample_at < c.last_at)
), late AS (
    INSERT INTO stale_hours (participant_id, hour_at)
    SELECT DISTINCT participant_id, )sql" HOUR_OF("sampled_at") R"sql(
    FROM stored WHERE sampled_at < (SELECT sealed_until FROM store_state)
)
SELECT participant_id, )sql" MS("sampled_at") " FROM stored";
}

const char* const kTransactionStatus = "SELECT pg_xact_status($1::xid8)";

// ---- Native partitions -------------------------------------------------------------------------

const char* const kTableExists = "SELECT to_regclass($1) IS NOT NULL";

// Attached rather than created in place: that would stop all readers and writers for a moment.
std::string createPartition(const std::string& table, const std::string& name,
                            const std::string& from, const std::string& to) {
    return "CREATE TABLE " + name + " (LIKE " + table + " INCLUDING STORAGE); ALTER TABLE " +
           table + " ATTACH PARTITION " + name + " FOR VALUES FROM ('" + from + "') TO ('" + to +
           "')";
}

const char* const kPartitionsBefore = R"sql(
SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = $1::regclass
  AND to_date(right(c.relname, 8), 'YYYYMMDD') + $2::int <= $3::timestamptz::date
ORDER BY c.relname)sql";

std::string dropTable(const std::string& name) {
    return "DROP TABLE IF EXISTS " + name;
}

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

std::string refreshAggregate(Level level, const std::string& from, const std::string& to) {
    return "CALL refresh_continuous_aggregate('" + table(level) + "', '" + from +
           "'::timestamptz, '" + to + "'::timestamptz)";
}

// ---- Deletion ----------------------------------------------------------------------------------

std::string setDeletedBefore(Level level) {
    const std::string column = level == Level::kRaw      ? "raw_deleted_before"
                               : level == Level::kMinute ? "minute_deleted_before"
                                                         : "hour_deleted_before";
    return "UPDATE store_state SET " + column + " = greatest(" + column + ", $1::timestamptz)";
}

std::string dropChunks(Level level, const std::string& before) {
    return "SELECT drop_chunks('" + table(level) + "', older_than => '" + before +
           "'::timestamptz)";
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
UPDATE rooms r SET last_sample_at = p.last_at, active_at = greatest(r.created_at, p.last_at)
FROM (SELECT room_id, max(last_sample_at) AS last_at FROM participants GROUP BY room_id) p
WHERE p.room_id = r.id AND r.last_sample_at IS DISTINCT FROM p.last_at)sql";

// ---- Read --------------------------------------------------------------------------------------

const char* const kRoomId = "SELECT id FROM rooms WHERE name = $1";

#define ROOM_COLUMNS \
    "r.name, r.provider, r.provider_json, r.max_participants, " MS("r.created_at") ", "       \
    MS_OR_0("r.expires_at") ", " MS_OR_0("r.ended_at") ", " MS_OR_0("r.last_sample_at") ", "  \
    "(SELECT count(*) FROM participants p WHERE p.room_id = r.id), " MS("r.active_at") ", r.id"

const char* const kFindRoom = "SELECT " ROOM_COLUMNS " FROM rooms r WHERE r.name = $1";

// $1 pattern or '', $2 $3 range ('' twice: any time), $4 $5 cursor, $6 limit, $7 raw samples are
// deleted before: there the hour in which they lay stands for them. lower() of a text of collation
// C knows ASCII only.
const char* const kListRooms = "SELECT " ROOM_COLUMNS R"sql( FROM rooms r
WHERE (r.active_at, r.id) < ($4::timestamptz, $5::bigint)
  AND ($1 = '' OR lower(r.name) LIKE lower($1 COLLATE "C") OR EXISTS (
      SELECT 1 FROM participants p WHERE p.room_id = r.id
      AND lower(CASE WHEN p.display_name = '' THEN p.participant ELSE p.display_name END)
          LIKE lower($1 COLLATE "C")))
  AND ($2 = '' OR (r.created_at >= nullif($2, '')::timestamptz
                   AND r.created_at < nullif($3, '')::timestamptz) OR EXISTS (
      SELECT 1 FROM participants p WHERE p.room_id = r.id
      AND p.first_sample_at < nullif($3, '')::timestamptz
      AND p.last_sample_at >= nullif($2, '')::timestamptz
      AND (EXISTS (SELECT 1 FROM samples s WHERE s.participant_id = p.id
                   AND s.sampled_at >= nullif($2, '')::timestamptz
                   AND s.sampled_at >= $7::timestamptz
                   AND s.sampled_at < nullif($3, '')::timestamptz)
        OR EXISTS (SELECT 1 FROM rollups_hour h WHERE h.participant_id = p.id
                   AND h.bucket_at > nullif($2, '')::timestamptz - interval '1 hour'
                   AND h.bucket_at < least(nullif($3, '')::timestamptz, $7::timestamptz)))))
ORDER BY r.active_at DESC, r.id DESC LIMIT $6::bigint)sql";

const char* const kListParticipants =
    "SELECT participant, display_name, " MS_OR_0("joined_at") ", " MS_OR_0(
        "first_sample_at") ", " MS_OR_0("last_sample_at") ", sample_count"
                                                          " FROM participants WHERE room_id = "
                                                          "$1::bigint ORDER BY id";

const char* const kFindParticipants = R"sql(
SELECT id, participant FROM participants
WHERE room_id = $1::bigint AND ($2 = '' OR participant = $2) ORDER BY id)sql";

const char* const kStaleOfParticipants = R"sql(
SELECT 1 FROM stale_hours
WHERE participant_id = ANY ($1::bigint[]) AND hour_at > $2::timestamptz - interval '1 hour'
  AND hour_at < $3::timestamptz LIMIT 1)sql";

std::string selectSamples() {
    return "SELECT participant_id, " MS("sampled_at") ", " + expandTemplate("{{each $}}") +
           " FROM samples WHERE room_id = $1::bigint AND participant_id = ANY ($2::bigint[])"
           " AND sampled_at >= $3::timestamptz AND sampled_at < $4::timestamptz"
           " ORDER BY participant_id, sampled_at";
}

namespace {

// $1 the room's id, $2 those of the participants.
constexpr const char* kWhose =
    " WHERE room_id = $1::bigint AND participant_id = ANY ($2::bigint[])";

std::string bucketOf(int64_t intervalMs, const std::string& time) {
    return "date_bin('" + std::to_string(intervalMs / kSecondMs) + " seconds', " + time +
           ", timestamptz 'epoch')";
}

std::string sampleColumns(int64_t intervalMs, const std::vector<uint32_t>& fields) {
    std::string columns = "SELECT participant_id, " + bucketOf(intervalMs, "sampled_at") +
                          " AS bucket, count(*) AS samples";
    if (!fields.empty())
        columns += ", " + eachField(
                              "count($) AS $_count, sum($::double precision) AS $_sum,"
                              " min($) AS $_min, max($) AS $_max",
                              fields);
    return columns;
}

std::string rollupColumns(int64_t intervalMs, const std::vector<uint32_t>& fields) {
    std::string columns = "SELECT participant_id, " + bucketOf(intervalMs, "bucket_at") +
                          " AS bucket, sum(sample_count)::bigint AS samples";
    if (!fields.empty())
        columns += ", " + eachField(
                              "sum($_count)::bigint AS $_count, sum($_sum) AS $_sum,"
                              " min($_min) AS $_min, max($_max) AS $_max",
                              fields);
    return columns;
}

std::string within(const std::string& column, const ReadStep& step) {
    return " AND " + column + " >= " + quoted(timestamp(step.fromMs)) + " AND " + column + " < " +
           quoted(timestamp(step.toMs));
}

std::string staleIn(const ReadStep& step) {
    return "SELECT DISTINCT participant_id, hour_at FROM stale_hours"
           " WHERE participant_id = ANY ($2::bigint[]) AND hour_at > " +
           quoted(timestamp(step.fromMs)) + "::timestamptz - interval '1 hour' AND hour_at < " +
           quoted(timestamp(step.toMs));
}

std::string selectStep(int64_t intervalMs, const std::vector<uint32_t>& fields,
                       const ReadStep& step, bool hasStaleHours) {
    if (step.level == Level::kRaw) {
        return sampleColumns(intervalMs, fields) + " FROM samples" + kWhose +
               within("sampled_at", step) + " GROUP BY 1, 2";
    }
    std::string rollups = rollupColumns(intervalMs, fields) + " FROM " + table(step.level) +
                          kWhose + within("bucket_at", step);
    if (hasStaleHours)
        rollups += " AND (participant_id, " HOUR_OF("bucket_at") ") NOT IN (" + staleIn(step) + ")";
    rollups += " GROUP BY 1, 2";
    if (!hasStaleHours) return rollups;
    return rollups + " UNION ALL " + sampleColumns(intervalMs, fields) + " FROM samples s JOIN (" +
           staleIn(step) + ") d USING (participant_id)" +
           " WHERE room_id = $1::bigint AND sampled_at >= hour_at"
           " AND sampled_at < hour_at + interval '1 hour'" +
           within("sampled_at", step) + " GROUP BY 1, 2";
}

}  // namespace

std::string selectSeries(int64_t intervalMs, const std::vector<uint32_t>& fields,
                         const std::vector<ReadStep>& steps, bool hasStaleHours) {
    std::string parts;
    for (const ReadStep& step : steps) {
        if (!parts.empty()) parts += " UNION ALL ";
        parts += selectStep(intervalMs, fields, step, hasStaleHours);
    }
    std::string columns = "SELECT participant_id, " MS("bucket") ", sum(samples)::bigint";
    if (!fields.empty())
        columns +=
            ", " + eachField("sum($_count)::bigint, sum($_sum), min($_min), max($_max)", fields);
    return columns + " FROM (" + parts +
           ") part GROUP BY participant_id, bucket ORDER BY participant_id, bucket";
}

const char* const kCountAllStaleHours = "SELECT count(*) FROM stale_hours";

std::string declareCursor(const std::string& query) {
    return "DECLARE found NO SCROLL CURSOR FOR " + query;
}

std::string fetch(int rows) {
    return "FETCH " + std::to_string(rows) + " FROM found";
}

const char* const kCloseCursor = "CLOSE found";

}  // namespace vuedeo::timescale::sql
