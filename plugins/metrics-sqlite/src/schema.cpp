#include "schema.hpp"

#include <cstdint>
#include <filesystem>

#include "migration.hpp"
#include "sql.hpp"

namespace vuedeo::sqlite {
namespace {

// A full check of a larger file would delay the start of the server.
constexpr std::uintmax_t kQuickCheckBytes = 64U << 20U;

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw Error(VUEDEO_E_UNAVAILABLE, path + ": " + why);
}

void refuseForeign(Connection& connection) {
    if (connection.queryInteger("PRAGMA application_id") == sql::kApplicationId) return;
    refuse(connection.path(),
           "is a SQLite database of another application; set `path` to a file of its own");
}

void refuseNewer(Connection& connection) {
    const int64_t version = connection.queryInteger("PRAGMA user_version");
    if (version <= sql::kSchemaVersion) return;
    refuse(connection.path(), "has schema version " + std::to_string(version) +
                                  ", but this plugin knows only " +
                                  std::to_string(sql::kSchemaVersion) +
                                  "; run the version of metrics-sqlite that wrote it or a newer "
                                  "one, or set another `path`");
}

void checkIntegrity(Connection& connection) {
    connection.queryInteger(sql::kProbeTables);
    std::error_code ignored;
    const auto bytes = std::filesystem::file_size(connection.path(), ignored);
    if (ignored || bytes > kQuickCheckBytes) return;
    Statement check(connection, "PRAGMA quick_check(1)");
    check.step();
    const std::string verdict(check.text(0));
    if (verdict != "ok") throw DatabaseError(SQLITE_CORRUPT, connection.path(), verdict);
}

}  // namespace

Connection openDatabase(const std::string& path) {
    Connection connection(path, Connection::Mode::kReadWrite);
    // Nothing is written before the file is known to be ours.
    const bool empty = connection.queryInteger(sql::kCountTables) == 0;
    if (!empty) {
        refuseForeign(connection);
        refuseNewer(connection);
        checkIntegrity(connection);
    }
    connection.execute(sql::kWriterPragmas);
    Transaction transaction(connection, Transaction::Kind::kWrite);
    if (empty) {
        connection.execute(sql::createSchema());
    } else {
        migrate(connection);
    }
    transaction.commit();
    return connection;
}

Connection openReader(const std::string& path) {
    Connection connection(path, Connection::Mode::kReadOnly);
    connection.execute(sql::kReaderPragmas);
    return connection;
}

}  // namespace vuedeo::sqlite
