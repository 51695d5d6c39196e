// The part of sql.hpp that makes the tables.
#include <string>

#include "sql.hpp"

namespace vuedeo::sqlite::sql {

// secure_delete is on in Debian's build: it would write each deleted page once more.
const char* const kWriterPragmas = R"sql(
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = OFF;
PRAGMA cache_size = -65536;
PRAGMA temp_store = MEMORY;
PRAGMA wal_autocheckpoint = 8192;
PRAGMA journal_size_limit = 67108864;
)sql";

const char* const kReaderPragmas = R"sql(
PRAGMA cache_size = -16384;
PRAGMA temp_store = MEMORY;
PRAGMA query_only = ON;
)sql";

namespace {

// A sample is a row of one BLOB: to insert 26 columns was half of what SQLite did.
const char* const kCreateSamples = R"sql(
CREATE TABLE samples (
    room_id        INTEGER NOT NULL,
    participant_id INTEGER NOT NULL,
    sampled_at     INTEGER NOT NULL,
    field_values   BLOB    NOT NULL,
    PRIMARY KEY (room_id, participant_id, sampled_at)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace

std::string createSchema() {
    return kCreateSamples + std::string(R"sql(
CREATE TABLE rooms (
    id                INTEGER PRIMARY KEY,
    name              TEXT    NOT NULL UNIQUE,
    provider          TEXT    NOT NULL DEFAULT '',
    max_participants  INTEGER NOT NULL DEFAULT 0,
    created_at        INTEGER NOT NULL,
    expires_at        INTEGER NOT NULL DEFAULT 0,
    ended_at          INTEGER NOT NULL DEFAULT 0,
    last_sample_at    INTEGER NOT NULL DEFAULT 0,
    participant_count INTEGER NOT NULL DEFAULT 0,
    active_at         INTEGER NOT NULL
) STRICT;
CREATE INDEX rooms_by_activity ON rooms (active_at DESC, id DESC);
-- Apart from rooms, whose rows are written with every batch and should stay short.
CREATE TABLE room_provider_json (
    room_id INTEGER PRIMARY KEY,
    json    TEXT NOT NULL
) STRICT;
CREATE TABLE participants (
    id              INTEGER PRIMARY KEY,
    room_id         INTEGER NOT NULL,
    participant     TEXT    NOT NULL,
    display_name    TEXT    NOT NULL DEFAULT '',
    joined_at       INTEGER NOT NULL DEFAULT 0,
    first_sample_at INTEGER NOT NULL DEFAULT 0,
    last_sample_at  INTEGER NOT NULL DEFAULT 0,
    sample_count    INTEGER NOT NULL DEFAULT 0,
    left_at         INTEGER NOT NULL DEFAULT 0,
    UNIQUE (room_id, participant)
) STRICT;
CREATE TABLE rollups_minute (
    room_id        INTEGER NOT NULL,
    participant_id INTEGER NOT NULL,
    bucket_at      INTEGER NOT NULL,
    sample_count   INTEGER NOT NULL,
    aggregates     BLOB    NOT NULL,
    PRIMARY KEY (room_id, participant_id, bucket_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE rollups_hour (
    room_id        INTEGER NOT NULL,
    participant_id INTEGER NOT NULL,
    bucket_at      INTEGER NOT NULL,
    sample_count   INTEGER NOT NULL,
    aggregates     BLOB    NOT NULL,
    PRIMARY KEY (room_id, participant_id, bucket_at)
) STRICT, WITHOUT ROWID;
-- Where samples arrive: README.md, "How a sample is stored". In the order of time, so that a batch
-- writes few pages.
CREATE TABLE inbox_0 (
    sampled_at     INTEGER NOT NULL,
    participant_id INTEGER NOT NULL,
    room_id        INTEGER NOT NULL,
    field_values   BLOB    NOT NULL,
    PRIMARY KEY (sampled_at, participant_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE inbox_1 (
    sampled_at     INTEGER NOT NULL,
    participant_id INTEGER NOT NULL,
    room_id        INTEGER NOT NULL,
    field_values   BLOB    NOT NULL,
    PRIMARY KEY (sampled_at, participant_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE store_state (
    id                    INTEGER PRIMARY KEY CHECK (id = 1),
    active_inbox          INTEGER NOT NULL DEFAULT 0,
    filed_participant     INTEGER NOT NULL DEFAULT 0,
    filed_at              INTEGER NOT NULL DEFAULT 0,
    raw_deleted_before    INTEGER NOT NULL DEFAULT 0,
    minute_deleted_before INTEGER NOT NULL DEFAULT 0,
    hour_deleted_before   INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO store_state (id) VALUES (1);
CREATE VIEW waiting AS
SELECT room_id, participant_id, sampled_at, field_values FROM inbox_0, store_state
WHERE active_inbox = 0 OR (participant_id, sampled_at) > (filed_participant, filed_at)
UNION ALL
SELECT room_id, participant_id, sampled_at, field_values FROM inbox_1, store_state
WHERE active_inbox = 1 OR (participant_id, sampled_at) > (filed_participant, filed_at);
PRAGMA application_id = )sql") +
           std::to_string(kApplicationId) + ";\n" + setSchemaVersion();
}

std::string setSchemaVersion() {
    return "PRAGMA user_version = " + std::to_string(kSchemaVersion) + ";\n";
}

const char* const kFieldColumns = R"sql(
SELECT group_concat(name, ', ') FROM (
    SELECT name FROM pragma_table_info('samples')
    WHERE name NOT IN ('room_id', 'participant_id', 'sampled_at') ORDER BY cid))sql";

std::string packFieldColumns(const std::string& columns) {
    return "ALTER TABLE samples RENAME TO samples_of_columns;\n" + std::string(kCreateSamples) +
           "INSERT INTO samples SELECT room_id, participant_id, sampled_at, pack_values(" +
           columns +
           ") FROM samples_of_columns ORDER BY room_id, participant_id, sampled_at;\n"
           "DROP TABLE samples_of_columns;\n" +
           setSchemaVersion();
}

std::string addLeftAt() {
    return "ALTER TABLE participants ADD COLUMN left_at INTEGER NOT NULL DEFAULT 0;\n" +
           setSchemaVersion();
}

const char* const kCountTables = "SELECT count(*) FROM sqlite_schema";

// Reads one page of every table, so that a damaged file is noticed at the start.
const char* const kProbeTables = R"sql(
SELECT (SELECT count(*) FROM store_state)
     + EXISTS (SELECT 1 FROM rooms) + EXISTS (SELECT 1 FROM participants)
     + EXISTS (SELECT 1 FROM samples) + EXISTS (SELECT 1 FROM rollups_minute)
     + EXISTS (SELECT 1 FROM rollups_hour) + EXISTS (SELECT 1 FROM inbox_0)
     + EXISTS (SELECT 1 FROM inbox_1))sql";

}  // namespace vuedeo::sqlite::sql
