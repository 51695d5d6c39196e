// Statements of connections, of the schema and of the state.
#include "sql.hpp"

#include <algorithm>

#include "sql_parts.hpp"

#define STATE_COLUMNS                                              \
    MS("sealed_until")                                             \
    ", " MS("rolled_until") ", " MS("raw_deleted_before") ", " MS( \
        "minute_deleted_"                                          \
        "before") ", " MS("hour_deleted_before")

namespace vuedeo::timescale::sql {
namespace {

std::string lockCall(const char* function, Lock which) {
    return std::string("SELECT ") + function + "(hashtext(current_schema()::text), " +
           std::to_string(static_cast<int>(which)) + ")";
}

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

std::string setLockTimeout(std::chrono::milliseconds time) {
    return "SET LOCAL lock_timeout = " + std::to_string(std::max<int64_t>(time.count(), 1));
}

std::string lockSchema(const std::string& schema) {
    return "SELECT pg_advisory_xact_lock(hashtext('" + schema + "'), " +
           std::to_string(static_cast<int>(Lock::kSchema)) + ")";
}
// objid: Lock::kSchema; objsubid: 2, because the lock has two keys.
const char* const kSchemaLockHolder = R"sql(
SELECT format('pid %s (application "%s", user %s, from %s, %s since %s)', a.pid, a.application_name,
              a.usename, coalesce(a.client_addr::text, 'this machine'), a.state, a.state_change),
       a.pid
FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.classid = hashtext($1)::oid AND l.objid = 1
  AND l.objsubid = 2
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))sql";

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

std::string beginWriting() {
    return std::string("WITH locked AS (") + kLockRooms + ") SELECT " STATE_COLUMNS +
           ", pg_current_xact_id()::text, (SELECT count(*) FROM locked) FROM store_state";
}

std::string beginReading(std::chrono::milliseconds time) {
    return "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; " + setTimeout(time);
}

const char* const kEndWithClient = "SET client_connection_check_interval = '500ms'";

const char* const kOrigin =
    "SELECT concat_ws(' ', pg_postmaster_start_time(),"
    " (SELECT oid FROM pg_database WHERE datname = current_database()))";

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

const char* const kSelectState = "SELECT " STATE_COLUMNS " FROM store_state";

}  // namespace vuedeo::timescale::sql
