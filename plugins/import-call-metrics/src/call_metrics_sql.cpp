#include "call_metrics_sql.hpp"

#include <nlohmann/json.hpp>
#include <vuedeo/plugin.hpp>

namespace vuedeo::call_metrics {
namespace {

constexpr const char* kColumns[] = {"room_name",       "participant", "time",
                                    "send_bps",        "recv_bps",    "send_packet_loss",
                                    "recv_packet_loss"};

// What a sample cannot be without; names longer than this are none of Vuedeo's.
constexpr const char* kReadable =
    "coalesce(time >= 'epoch' and time < '10000-01-01' and octet_length(room_name::text) between 1 "
    "and 128 and octet_length(participant::text) between 1 and 128, false)";

bool isInteger(const std::string& type) {
    return type == "smallint" || type == "integer" || type == "bigint";
}

// The older application rounded a fraction to an integer: its 0 says only "less than one half".
std::string loss(const std::string& column, const ColumnTypes& types) {
    return (isInteger(types.at(column)) ? "nullif(" + column + ", 0)" : column) + "::float8";
}

std::string after(const ColumnTypes& types, const pqxx::work& transaction, std::string_view text) {
    if (text.empty()) return "true";
    const Position from = parsePosition(text);
    const std::string time = transaction.quote(from.time) + "::" + types.at("time");
    return "time >= " + time + " and (time, room_name, participant) > (" + time + ", " +
           transaction.quote(from.room) + ", " + transaction.quote(from.participant) + ")";
}

}  // namespace

Position parsePosition(std::string_view text) {
    const auto document = nlohmann::json::parse(text, nullptr, false);
    const bool isPosition = document.is_array() && document.size() == 3 &&
                            document[0].is_string() && document[1].is_string() &&
                            document[2].is_string();
    if (!isPosition) throw Error::invalid("position", "no position of call_metrics");
    return {document[0], document[1], document[2]};
}

std::string toText(const Position& position) {
    return nlohmann::json({position.time, position.room, position.participant}).dump();
}

ColumnTypes readColumns(pqxx::work& transaction) {
    ColumnTypes types;
    const pqxx::result rows = transaction.exec(
        "select attname, format_type(atttypid, null) from pg_attribute where attrelid = "
        "to_regclass('call_metrics') and attnum > 0 and not attisdropped");
    for (const auto& row : rows) types[row[0].c_str()] = row[1].c_str();
    if (types.empty()) {
        throw Error::invalid("connection",
                             "there is no table call_metrics in this user's search path");
    }
    for (const char* column : kColumns) {
        if (types.count(column) == 0) {
            throw Error::invalid("connection",
                                 std::string("the table call_metrics has no column ") + column);
        }
    }
    if (types.at("time").rfind("timestamp", 0) != 0) {
        throw Error::invalid("connection", "the column time of call_metrics is " +
                                               types.at("time") + ", which is no timestamp");
    }
    return types;
}

std::string countStatement(const ColumnTypes& types, const pqxx::work& transaction,
                           std::string_view position) {
    const std::string readable = kReadable;
    return "select count(*) filter (where " + readable + " and " +
           after(types, transaction, position) + "), count(*) filter (where not " + readable +
           ") from call_metrics";
}

std::string selectStatement(const ColumnTypes& types, const pqxx::work& transaction,
                            std::string_view position) {
    return "select time::text, floor(extract(epoch from time) * 1000)::bigint, room_name, "
           "participant, send_bps::float8, recv_bps::float8, " +
           loss("send_packet_loss", types) + ", " + loss("recv_packet_loss", types) +
           " from call_metrics where " + kReadable + " and " + after(types, transaction, position) +
           " order by time, room_name, participant";
}

}  // namespace vuedeo::call_metrics
