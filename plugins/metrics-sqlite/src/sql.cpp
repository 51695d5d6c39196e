#include "sql.hpp"

namespace vuedeo::sqlite::sql {
namespace {

std::string inbox(int segment) {
    return segment == 0 ? "inbox_0" : "inbox_1";
}

std::string table(Level level) {
    if (level == Level::kRaw) return "samples";
    return level == Level::kHour ? "rollups_hour" : "rollups_minute";
}

std::string timeColumn(Level level) {
    return level == Level::kRaw ? "sampled_at" : "bucket_at";
}

}  // namespace

// ---- Rooms and participants, written -----------------------------------------------------------

const char* const kSelectRoomId = "SELECT id FROM rooms WHERE name = ?1";

const char* const kInsertRoom =
    "INSERT INTO rooms (name, created_at, active_at) VALUES (?1, ?2, ?2)";

const char* const kUpsertRoom = R"sql(
INSERT INTO rooms (name, provider, max_participants, created_at, expires_at, ended_at, active_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?4)
ON CONFLICT (name) DO UPDATE SET
    provider = excluded.provider,
    max_participants = excluded.max_participants,
    created_at = excluded.created_at,
    expires_at = excluded.expires_at,
    ended_at = excluded.ended_at,
    active_at = max(excluded.created_at, active_at)
RETURNING id)sql";

const char* const kUpsertProviderJson = R"sql(
INSERT INTO room_provider_json (room_id, json) VALUES (?1, ?2)
ON CONFLICT (room_id) DO UPDATE SET json = excluded.json)sql";

const char* const kTouchRoom = R"sql(
UPDATE rooms SET last_sample_at = ?2, active_at = max(active_at, ?2)
WHERE id = ?1 AND last_sample_at < ?2)sql";

const char* const kCountParticipant =
    "UPDATE rooms SET participant_count = participant_count + 1 WHERE id = ?1";

// The third column: no sample of the participant is later.
const char* const kSelectParticipant = R"sql(
SELECT p.id, p.room_id, max(p.last_sample_at,
                            (SELECT coalesce(max(sampled_at), 0) FROM inbox_0),
                            (SELECT coalesce(max(sampled_at), 0) FROM inbox_1))
FROM rooms r JOIN participants p ON p.room_id = r.id
WHERE r.name = ?1 AND p.participant = ?2)sql";

const char* const kInsertParticipant =
    "INSERT INTO participants (room_id, participant) VALUES (?1, ?2)";

const char* const kNameParticipant = R"sql(
UPDATE participants SET
    display_name = CASE WHEN ?2 = '' THEN display_name ELSE ?2 END,
    joined_at = coalesce(min(nullif(joined_at, 0), nullif(?3, 0)), max(joined_at, ?3)),
    left_at = max(left_at, ?4)
WHERE id = ?1)sql";

const char* const kActivateRoom =
    "UPDATE rooms SET active_at = ?2 WHERE id = ?1 AND active_at < ?2";

// ---- Samples, written --------------------------------------------------------------------------

std::string insertInbox(int segment) {
    return "INSERT OR IGNORE INTO " + inbox(segment) +
           " (room_id, participant_id, sampled_at, field_values) VALUES (?1, ?2, ?3, ?4)";
}

std::string inboxContains(int segment) {
    return "SELECT 1 FROM " + inbox(segment) + " WHERE sampled_at = ?2 AND participant_id = ?1";
}

std::string selectInbox(int segment) {
    return "SELECT room_id, participant_id, sampled_at, field_values FROM " + inbox(segment);
}

std::string clearInbox(int segment) {
    return "DELETE FROM " + inbox(segment);
}

const char* const kSamplesContain =
    "SELECT 1 FROM samples WHERE room_id = ?1 AND participant_id = ?2 AND sampled_at = ?3";

const char* const kInsertSample =
    "INSERT OR IGNORE INTO samples (room_id, participant_id, sampled_at, field_values)"
    " VALUES (?1, ?2, ?3, ?4)";

std::string selectRollup(Level level) {
    return "SELECT sample_count, aggregates FROM " + table(level) +
           " WHERE room_id = ?1 AND participant_id = ?2 AND bucket_at = ?3";
}

std::string replaceRollup(Level level) {
    return "INSERT OR REPLACE INTO " + table(level) +
           " (room_id, participant_id, bucket_at, sample_count, aggregates)"
           " VALUES (?1, ?2, ?3, ?4, ?5)";
}

const char* const kCountSamples = R"sql(
UPDATE participants SET
    first_sample_at = CASE WHEN first_sample_at = 0 THEN ?2 ELSE min(first_sample_at, ?2) END,
    last_sample_at = max(last_sample_at, ?3),
    sample_count = sample_count + ?4
WHERE id = ?1)sql";

const char* const kSelectState = R"sql(
SELECT active_inbox, filed_participant, filed_at,
       raw_deleted_before, minute_deleted_before, hour_deleted_before
FROM store_state)sql";

const char* const kUpdateState = R"sql(
UPDATE store_state SET active_inbox = ?1, filed_participant = ?2, filed_at = ?3,
    raw_deleted_before = ?4, minute_deleted_before = ?5, hour_deleted_before = ?6)sql";

// ---- Deletion ----------------------------------------------------------------------------------

const char* const kNextParticipantWithSamplesIn = R"sql(
SELECT id, room_id FROM participants
WHERE id > ?1 AND first_sample_at <> 0 AND first_sample_at < ?3 AND last_sample_at >= ?2
ORDER BY id LIMIT 1)sql";

std::string levelChunkEnd(Level level) {
    const std::string time = timeColumn(level);
    return "SELECT " + time + " FROM " + table(level) +
           " WHERE room_id = ?1 AND participant_id = ?2 AND " + time + " < ?3 ORDER BY " + time +
           " LIMIT 1 OFFSET ?4";
}

std::string deleteLevelBefore(Level level) {
    return "DELETE FROM " + table(level) + " WHERE room_id = ?1 AND participant_id = ?2 AND " +
           timeColumn(level) + " < ?3";
}

std::string countRollupsBefore(Level level) {
    return "SELECT coalesce(sum(sample_count), 0) FROM " + table(level) +
           " WHERE room_id = ?1 AND participant_id = ?2 AND bucket_at < ?3";
}

std::string deleteRollup(Level level) {
    return "DELETE FROM " + table(level) +
           " WHERE room_id = ?1 AND participant_id = ?2 AND bucket_at = ?3";
}

// Where single samples are gone, the finest bucket in which one lies stands for the first.
const char* const kFirstKnown = R"sql(
SELECT coalesce(min(at), 0) FROM (
    SELECT (SELECT min(sampled_at) FROM samples WHERE room_id = ?1 AND participant_id = ?2
            AND sampled_at >= raw_deleted_before) AS at FROM store_state
    UNION ALL
    SELECT (SELECT min(bucket_at) FROM rollups_minute WHERE room_id = ?1 AND participant_id = ?2
            AND bucket_at >= minute_deleted_before
            AND bucket_at < raw_deleted_before) FROM store_state
    UNION ALL
    SELECT (SELECT min(bucket_at) FROM rollups_hour WHERE room_id = ?1 AND participant_id = ?2
            AND bucket_at >= hour_deleted_before
            AND bucket_at < min(minute_deleted_before, raw_deleted_before)) FROM store_state
))sql";

const char* const kUncountParticipant = R"sql(
UPDATE participants SET
    sample_count = CASE WHEN ?3 = 0 THEN 0 ELSE max(sample_count - ?2, 1) END,
    first_sample_at = CASE WHEN ?3 = 0 THEN 0 ELSE max(first_sample_at, ?3) END,
    last_sample_at = CASE WHEN ?3 = 0 THEN 0 ELSE max(last_sample_at, ?3) END
WHERE id = ?1)sql";

const char* const kUncountRoom = R"sql(
UPDATE rooms SET last_sample_at = last.at, active_at = max(created_at, last.at, (
    SELECT coalesce(max(max(joined_at, left_at)), 0) FROM participants WHERE room_id = ?1))
FROM (SELECT max((SELECT coalesce(max(last_sample_at), 0) FROM participants WHERE room_id = ?1),
                 (SELECT coalesce(max(sampled_at), 0) FROM waiting WHERE room_id = ?1)) AS at) last
WHERE id = ?1)sql";

// ---- Read --------------------------------------------------------------------------------------

const char* const kFindRoom = R"sql(
SELECT r.name, r.provider, coalesce(j.json, ''), r.max_participants, r.created_at, r.expires_at,
       r.ended_at, r.last_sample_at, r.participant_count, r.active_at, r.id
FROM rooms r LEFT JOIN room_provider_json j ON j.room_id = r.id
WHERE r.name = ?1)sql";

// ?1 pattern or NULL, ?2 ?3 range or NULL, ?4 ?5 cursor, ?6 limit. Where single samples are gone,
// the hour in which they lay stands for them.
const char* const kListRooms = R"sql(
SELECT r.name, r.provider, coalesce(j.json, ''), r.max_participants, r.created_at, r.expires_at,
       r.ended_at, r.last_sample_at, r.participant_count, r.active_at, r.id
FROM rooms r LEFT JOIN room_provider_json j ON j.room_id = r.id
WHERE (r.active_at, r.id) < (?4, ?5)
  AND (?1 IS NULL OR r.name LIKE ?1 ESCAPE '\' OR EXISTS (
      SELECT 1 FROM participants p WHERE p.room_id = r.id
      AND CASE WHEN p.display_name = '' THEN p.participant ELSE p.display_name END
          LIKE ?1 ESCAPE '\'))
  AND (?2 IS NULL OR (r.created_at >= ?2 AND r.created_at < ?3)
   OR r.id IN (SELECT room_id FROM waiting WHERE sampled_at >= ?2 AND sampled_at < ?3)
   OR EXISTS (
      SELECT 1 FROM participants p WHERE p.room_id = r.id
      AND p.first_sample_at < ?3 AND p.last_sample_at >= ?2
      AND (EXISTS (SELECT 1 FROM samples s WHERE s.room_id = r.id AND s.participant_id = p.id
                   AND s.sampled_at >= ?2 AND s.sampled_at < ?3)
        OR EXISTS (SELECT 1 FROM rollups_hour h WHERE h.room_id = r.id
                   AND h.participant_id = p.id AND h.bucket_at > ?2 - 3600000
                   AND h.bucket_at < min(?3, (SELECT raw_deleted_before FROM store_state))))))
ORDER BY r.active_at DESC, r.id DESC LIMIT ?6)sql";

// A first sample at 0: there is none.
const char* const kListParticipants = R"sql(
SELECT p.participant, p.display_name, p.joined_at,
       coalesce(min(nullif(p.first_sample_at, 0), w.first_at), w.first_at, p.first_sample_at),
       max(p.last_sample_at, coalesce(w.last_at, 0)), p.sample_count + coalesce(w.samples, 0),
       p.left_at
FROM participants p LEFT JOIN (
    SELECT participant_id, min(sampled_at) AS first_at, max(sampled_at) AS last_at,
           count(*) AS samples
    FROM waiting WHERE room_id = ?1 GROUP BY participant_id) w ON w.participant_id = p.id
WHERE p.room_id = ?1 ORDER BY p.id)sql";

const char* const kSeriesParticipants = R"sql(
SELECT id, participant FROM participants
WHERE room_id = ?1 AND (?2 = '' OR participant = ?2) ORDER BY id)sql";

const char* const kSelectWaiting = R"sql(
SELECT room_id, participant_id, sampled_at, field_values FROM waiting
WHERE room_id = ?1 AND sampled_at >= ?2 AND sampled_at < ?3
ORDER BY participant_id, sampled_at)sql";

const char* const kSelectSamples = R"sql(
SELECT sampled_at, field_values FROM samples
WHERE room_id = ?1 AND participant_id = ?2 AND sampled_at >= ?3 AND sampled_at < ?4
ORDER BY sampled_at)sql";

std::string selectRollups(Level level) {
    return "SELECT bucket_at, sample_count, aggregates FROM " + table(level) + R"sql(
WHERE room_id = ?1 AND participant_id = ?2 AND bucket_at >= ?3 AND bucket_at < ?4
ORDER BY bucket_at)sql";
}

const char* const kCountStored = R"sql(
SELECT (SELECT count(*) FROM rooms), count(*),
       coalesce(sum(sample_count), 0) + (SELECT count(*) FROM waiting)
FROM participants)sql";

}  // namespace vuedeo::sqlite::sql
