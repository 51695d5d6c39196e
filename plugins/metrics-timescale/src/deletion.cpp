#include "deletion.hpp"

#include <algorithm>

#include "pq.hpp"
#include "sql.hpp"
#include "store_state.hpp"
#include "timestamps.hpp"

namespace vuedeo::timescale {
namespace {

// Where single samples are left, the levels end behind the hour of the cut: the rest of that hour
// is read from its samples. Where only rollups are left, an hour cannot be divided and stays.
struct Cut {
    int64_t rawMs;
    int64_t levelsMs;
    int64_t countMs;
};

Cut cutOf(int64_t beforeMs, const StoreState& state) {
    if (beforeMs > state.rawDeletedBefore) return {beforeMs, ceilTo(beforeMs, kHourMs), beforeMs};
    const int64_t hour = floorTo(beforeMs, kHourMs);
    return {state.rawDeletedBefore, hour, hour};
}

uint64_t uncount(pqxx::work& transaction, const Cut& cut, const StoreState& state) {
    const int64_t hoursTo = std::min(cut.countMs, state.rawDeletedBefore);
    const pqxx::result gone =
        pq::exec(transaction, sql::kUncountSamples,
                 {timestamp(state.rawDeletedBefore), timestamp(state.hourDeletedBefore),
                  timestamp(hoursTo), timestamp(cut.countMs)});
    transaction.exec(sql::kRecountRooms);
    return gone[0][0].as<uint64_t>();
}

}  // namespace

uint64_t deleteSamplesBefore(Connection& connection, int64_t beforeMs, const Call& call) {
    pqxx::work transaction(connection.raw());
    transaction.exec(sql::setTimeout(call.remaining()));
    transaction.exec(sql::kLockPatience);
    transaction.exec(sql::lock(sql::Lock::kWriting));
    const StoreState state = readState(transaction);
    const Cut cut = cutOf(beforeMs, state);
    const uint64_t deleted = uncount(transaction, cut, state);
    pq::exec(transaction, sql::kDeleteSamplesBefore, {timestamp(cut.rawMs)});
    pq::exec(transaction, sql::setDeletedBefore(Level::kRaw), {timestamp(cut.rawMs)});
    pq::exec(transaction, sql::setDeletedBefore(Level::kMinute), {timestamp(cut.levelsMs)});
    pq::exec(transaction, sql::setDeletedBefore(Level::kHour), {timestamp(cut.levelsMs)});
    transaction.commit();
    return deleted;
}

}  // namespace vuedeo::timescale
