// Statements that bring the columns of the quality fields up to date.
#include <algorithm>

#include "sample_rows.hpp"
#include "sql.hpp"
#include "sql_parts.hpp"
#include "template.hpp"
#include "timestamps.hpp"

namespace vuedeo::timescale::sql {

const char* const kSelectColumns = R"sql(
SELECT attname FROM pg_attribute
WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped)sql";

const char* const kTypeExists = R"sql(
SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE n.nspname = $1 AND t.typname = $2)sql";

std::string createSampleType() {
    return "CREATE TYPE " + sampleType() + " AS (" +
           expandTemplate(
               "room_id bigint, participant_id bigint, sampled_at timestamptz, {{each $ real}}") +
           ")";
}

const char* const kSelectTypeId = "SELECT $1::text::regtype::oid";

std::string addSampleColumns(const std::vector<uint32_t>& fields) {
    return "ALTER TABLE samples " + eachField("ADD COLUMN $ real", fields);
}

std::string addRollupColumns(Level level, const std::vector<uint32_t>& fields) {
    return "ALTER TABLE " + table(level) + " " +
           eachField(
               "ADD COLUMN $_count bigint, ADD COLUMN $_sum double precision,"
               " ADD COLUMN $_min real, ADD COLUMN $_max real",
               fields);
}

const char* const kSelectGenerations =
    "SELECT number, " MS("until_at") " FROM rollup_generations ORDER BY number";

const char* const kNumberFirstGeneration = R"sql(
INSERT INTO rollup_generations (number) VALUES (1);
ALTER MATERIALIZED VIEW rollups_minute RENAME TO rollups_minute_1;
ALTER MATERIALIZED VIEW rollups_hour RENAME TO rollups_hour_1)sql";

const char* const kEndGeneration = R"sql(
WITH ended AS (
    UPDATE rollup_generations SET until_at = (SELECT rolled_until FROM store_state)
    WHERE until_at IS NULL)
INSERT INTO rollup_generations (number) VALUES ($1::int))sql";

const char* const kDropRollupViews = "DROP VIEW rollups_minute, rollups_hour";

std::string selectGeneration(const std::string& name, int64_t fromMs, int64_t untilMs,
                             const std::vector<uint32_t>& missing) {
    const auto isMissing = [&](uint32_t field) {
        return std::find(missing.begin(), missing.end(), field) != missing.end();
    };
    std::string columns = "room_id, participant_id, bucket_at, sample_count";
    for (uint32_t field = 0; field < VUEDEO_FIELD_COUNT; ++field) {
        columns +=
            ", " + eachField(isMissing(field) ? "NULL::bigint AS $_count, NULL::double precision AS"
                                                " $_sum, NULL::real AS $_min, NULL::real AS $_max"
                                              : "$_count, $_sum, $_min, $_max",
                             std::vector<uint32_t>{field});
    }
    return "SELECT " + columns + " FROM " + name + " WHERE bucket_at >= '" + timestamp(fromMs) +
           "'::timestamptz AND bucket_at < '" + timestamp(untilMs) + "'::timestamptz";
}

}  // namespace vuedeo::timescale::sql
