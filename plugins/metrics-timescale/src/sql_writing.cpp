// Statements that write rooms, participants and samples.
#include "sql.hpp"

#include "sample_rows.hpp"
#include "sql_parts.hpp"
#include "template.hpp"

namespace vuedeo::timescale::sql {

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
    active_at = greatest(excluded.created_at, rooms.active_at))sql";

// $1 id, $2 display name, $3 joined, $4 left
const char* const kNameParticipant = R"sql(
UPDATE participants SET
    display_name = coalesce(nullif($2, ''), display_name),
    joined_at = least(joined_at, nullif($3, '')::timestamptz),
    left_at = greatest(left_at, nullif($4, '')::timestamptz)
WHERE id = $1::bigint)sql";

// $1 id, $2 and $3 times or ''
const char* const kActivateRoom = R"sql(
UPDATE rooms SET active_at = greatest(nullif($2, '')::timestamptz, nullif($3, '')::timestamptz)
WHERE id = $1::bigint
  AND active_at < greatest(nullif($2, '')::timestamptz, nullif($3, '')::timestamptz))sql";

// In one order, so that hosts which store samples of the same rooms never lock each other out.
const char* const kLockRooms =
    "SELECT id FROM rooms WHERE id = ANY ($1::bigint[]) ORDER BY id FOR NO KEY UPDATE";

// ---- Samples, written --------------------------------------------------------------------------

std::string insertSamples(Known known) {
    const std::string columns = expandTemplate("room_id, participant_id, sampled_at, {{each $}}");
    const std::string rows = "$1::" + sampleType() + "[]";
    return "WITH stored AS (\nINSERT INTO samples (" + columns + ") SELECT " + columns +
           " FROM unnest(" + rows + ")" + (known == Known::kSome ? " ON CONFLICT DO NOTHING" : "") +
           R"sql(
    RETURNING room_id, participant_id, sampled_at
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
SELECT NULL AS participant_id, count(*) FROM stored
UNION ALL
SELECT participant_id, )sql" MS("sampled_at") R"sql( FROM stored
WHERE (SELECT count(*) FROM stored) < cardinality()sql" +
           rows + ")";
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

}  // namespace vuedeo::timescale::sql
