#include "retention.hpp"

#include "pq.hpp"
#include "rollup_generations.hpp"
#include "sql.hpp"
#include "store_state.hpp"
#include "timestamps.hpp"

namespace vuedeo::timescale {
namespace {

std::vector<std::string> chunkedTables(pqxx::transaction_base& transaction, Level level) {
    if (level == Level::kRaw) return {tableOf(level)};
    std::vector<std::string> names;
    for (const RollupGeneration& generation : readGenerations(transaction))
        names.push_back(tableOf(level) + generation.suffix);
    return names;
}

}  // namespace

void Retention::endLevel(Connection& connection, Level level, int64_t beforeMs) {
    pqxx::work transaction(connection.raw());
    if (readState(transaction).deletedBefore(level) >= beforeMs) return;
    // With nothing to delete the border stays: an import may still bring what is older.
    if (level == Level::kRaw &&
        !pq::exec(transaction, sql::kHasSamplesBefore, {timestamp(beforeMs)})[0][0].as<bool>())
        return;
    transaction.exec(sql::kLockPatience);
    transaction.exec(sql::lock(sql::Lock::kWriting));  // no sample of then is under way
    if (level == Level::kRaw) {
        const bool isRolled = readState(transaction).rolledUntil >= beforeMs;
        const pqxx::result stale =
            pq::exec(transaction, sql::kCountStaleHours, {timestamp(beforeMs)});
        if (!isRolled || stale[0][0].as<int64_t>() != 0) return;
    }
    pq::exec(transaction, sql::setDeletedBefore(level), {timestamp(beforeMs)});
    transaction.commit();
}

void Retention::purge(Connection& connection) {
    pqxx::work look(connection.raw());
    const StoreState state = readState(look);
    look.commit();
    for (const Level level : {Level::kRaw, Level::kMinute, Level::kHour})
        if (state.deletedBefore(level) > 0)
            dropWhole(connection, level, state.deletedBefore(level));
}

void Retention::dropWhole(Connection& connection, Level level, int64_t beforeMs) {
    const bool isChunked =
        level == Level::kRaw ? schema_.hasHypertable : schema_.hasContinuousAggregates;
    if (!isChunked) {
        partitions_.dropBefore(connection, level, beforeMs);
        return;
    }
    pqxx::work transaction(connection.raw());
    transaction.exec(sql::kLockPatience);
    for (const std::string& name : chunkedTables(transaction, level))
        transaction.exec(sql::dropChunks(name, timestamp(beforeMs)));
    transaction.commit();
}

bool Retention::compressOne(Connection& connection, int64_t beforeMs) {
    pqxx::work transaction(connection.raw());
    const pqxx::result chunk = pq::exec(transaction, sql::kChunksToCompress, {timestamp(beforeMs)});
    if (chunk.empty()) return false;
    pq::exec(transaction, sql::kCompressChunk, {chunk[0][0].c_str()});
    transaction.commit();
    return true;
}

}  // namespace vuedeo::timescale
