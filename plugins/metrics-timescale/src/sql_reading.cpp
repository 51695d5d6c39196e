// Statements that read.
#include "sql.hpp"

#include "sql_parts.hpp"
#include "template.hpp"
#include "timestamps.hpp"

namespace vuedeo::timescale::sql {
namespace {

std::string quoted(const std::string& text) {
    return "'" + text + "'";
}

}  // namespace

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
        "first_sample_at") ", " MS_OR_0("last_sample_at") ", sample_count, " MS_OR_0("left_at")
        " FROM participants WHERE room_id = $1::bigint ORDER BY id";

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

// Of each field the four aggregates, as one array: a value is sent and read with less effort than a
// column. double precision holds all of them exactly; a count beyond 2^53 there is not.
std::string columnsOf(const std::string& bucket, const std::string& samples,
                      std::string_view aggregates, const std::vector<uint32_t>& fields) {
    return "SELECT participant_id, " + bucket + " AS bucket, " + samples + " AS samples, ARRAY[" +
           eachField(aggregates, fields) + "]::float8[] AS aggregates";
}

std::string sampleColumns(int64_t intervalMs, const std::vector<uint32_t>& fields) {
    return columnsOf(bucketOf(intervalMs, "sampled_at"), "count(*)",
                     "count($), sum($::float8), min($), max($)", fields);
}

// A rollup's counts fit into an int, whose sum takes a tenth of the time of that of a bigint.
std::string rollupColumns(int64_t intervalMs, const std::vector<uint32_t>& fields) {
    return columnsOf(bucketOf(intervalMs, "bucket_at"), "sum(sample_count::int)",
                     "sum($_count::int), sum($_sum), min($_min), max($_max)", fields);
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
    return "SELECT participant_id, " MS("bucket") ", samples, aggregates FROM (" + parts +
           ") part ORDER BY participant_id, bucket";
}

const char* const kCountAllStaleHours = "SELECT count(*) FROM stale_hours";

std::string declareCursor(const std::string& query) {
    return "DECLARE found NO SCROLL CURSOR FOR " + query;
}

std::string declareBinaryCursor(const std::string& query) {
    return "DECLARE found BINARY NO SCROLL CURSOR FOR " + query;
}

std::string fetch(int rows) {
    return "FETCH " + std::to_string(rows) + " FROM found";
}

}  // namespace vuedeo::timescale::sql
