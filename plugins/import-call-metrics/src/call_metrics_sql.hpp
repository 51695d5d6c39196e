// The statements on the older table call_metrics, in the order (time, room_name, participant) that
// every read keeps to. They hold no parameters, so that they read the same in every libpqxx.
#pragma once
#include <map>
#include <pqxx/pqxx>
#include <string>
#include <string_view>

namespace vuedeo::call_metrics {

using ColumnTypes = std::map<std::string, std::string>;  // PostgreSQL's name of each column's type

struct Position {
    std::string time;  // as PostgreSQL writes it, to the microsecond
    std::string room;
    std::string participant;
};

// Empty text is no position. Throws Error INVALID, field "position".
Position parsePosition(std::string_view text);
std::string toText(const Position& position);

// Throws Error INVALID: the table or one of its columns is missing, or time is no timestamp.
ColumnTypes readColumns(pqxx::work& transaction);

// Two columns: the rows after the position that can be read, and those of the table that cannot.
std::string countStatement(const ColumnTypes& types, const pqxx::work& transaction,
                           std::string_view position);

// time as text, milliseconds, room_name, participant, send_bps, recv_bps, send and recv loss.
std::string selectStatement(const ColumnTypes& types, const pqxx::work& transaction,
                            std::string_view position);

}  // namespace vuedeo::call_metrics
