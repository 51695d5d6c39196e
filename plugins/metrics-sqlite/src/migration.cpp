#include "migration.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "field_values.hpp"
#include "sql.hpp"

namespace vuedeo::sqlite {
namespace {

// The SQL function pack_values(value or NULL, ...), in the dictionary's order.
void packValues(sqlite3_context* context, int count, sqlite3_value** arguments) {
    std::vector<float> values(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = sqlite3_value_type(arguments[i]) == SQLITE_NULL
                        ? std::numeric_limits<float>::quiet_NaN()
                        : static_cast<float>(sqlite3_value_double(arguments[i]));
    }
    const std::string_view blob = encodeValues(values.data(), values.size());
    sqlite3_result_blob64(context, blob.data(), blob.size(), SQLITE_TRANSIENT);
}

void packFieldColumns(Connection& connection) {
    const int code = sqlite3_create_function_v2(connection.handle(), "pack_values", -1,
                                                SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr,
                                                packValues, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) connection.fail(code);
    std::string columns;
    {
        Statement names(connection, sql::kFieldColumns);
        if (names.step()) columns = names.text(0);
    }
    connection.execute(sql::packFieldColumns(columns));
}

}  // namespace

void migrate(Connection& connection) {
    const int64_t version = connection.queryInteger("PRAGMA user_version");
    if (version < 2) packFieldColumns(connection);
    if (version < 3) connection.execute(sql::addLeftAt());
}

}  // namespace vuedeo::sqlite
