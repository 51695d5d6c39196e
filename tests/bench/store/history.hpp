// A month of samples for the measuring of series, made by PostgreSQL itself.
#pragma once
#include <cstdint>
#include <pqxx/pqxx>

namespace vuedeo::store_bench {

inline constexpr int kHistoryDays = 30;

// Into the tables of a store that are empty: the room "day-and-night" as fillRoom() makes it, and
// between its samples those of other calls of an hour and four participants each, so that there are
// about so many rows in all. Returns how many there are.
int64_t loadHistory(pqxx::connection& connection, int64_t fromMs, int64_t rows);

}  // namespace vuedeo::store_bench
