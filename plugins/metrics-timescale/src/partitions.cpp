#include "partitions.hpp"

#include "pq.hpp"
#include "sql.hpp"
#include "timestamps.hpp"

namespace vuedeo::timescale {
int partitionDays(Level level) {
    if (level == Level::kRaw) return 1;
    return level == Level::kMinute ? 7 : 90;
}

const char* tableOf(Level level) {
    if (level == Level::kRaw) return "samples";
    return level == Level::kMinute ? "rollups_minute" : "rollups_hour";
}

int64_t Partitions::startOf(Level level, int64_t timeMs) {
    return floorTo(timeMs, partitionDays(level) * kDayMs);
}

std::set<int64_t> Partitions::missing(Level level, const std::set<int64_t>& timesMs) const {
    const std::lock_guard lock(mutex_);
    const auto known = known_.find(level);
    std::set<int64_t> starts;
    for (const int64_t time : timesMs) {
        const int64_t start = startOf(level, time);
        if (known == known_.end() || known->second.count(start) == 0) starts.insert(start);
    }
    return starts;
}

void Partitions::ensure(Connection& connection, Level level, const std::set<int64_t>& timesMs) {
    for (const int64_t start : missing(level, timesMs)) {
        const std::string table = tableOf(level);
        const std::string name = table + "_" + dayName(start);
        pqxx::work transaction(connection.raw());
        transaction.exec(sql::kLockPatience);
        transaction.exec(sql::lock(sql::Lock::kSchema));
        if (!pq::exec(transaction, sql::kTableExists, {name})[0][0].as<bool>()) {
            transaction.exec(sql::createPartition(
                table, name, timestamp(start), timestamp(start + partitionDays(level) * kDayMs)));
        }
        transaction.commit();
        const std::lock_guard lock(mutex_);
        known_[level].insert(start);
    }
}

int Partitions::dropBefore(Connection& connection, Level level, int64_t timeMs) {
    pqxx::work look(connection.raw());
    const pqxx::result names =
        pq::exec(look, sql::kPartitionsBefore,
                 {tableOf(level), std::to_string(partitionDays(level)), timestamp(timeMs)});
    look.commit();
    if (names.empty()) return 0;
    forget();
    for (const auto& row : names) {
        pqxx::work transaction(connection.raw());
        transaction.exec(sql::kLockPatience);
        transaction.exec(sql::dropTable(row[0].c_str()));
        transaction.commit();
    }
    return static_cast<int>(names.size());
}

void Partitions::forget() {
    const std::lock_guard lock(mutex_);
    known_.clear();
}

}  // namespace vuedeo::timescale
