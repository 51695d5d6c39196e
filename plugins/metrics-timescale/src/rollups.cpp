#include "rollups.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "array_literal.hpp"
#include "pq.hpp"
#include "rollup_generations.hpp"
#include "sql.hpp"
#include "store_state.hpp"
#include "timestamps.hpp"

namespace vuedeo::timescale {
namespace {

constexpr int64_t kHoursPerStep = 6;
constexpr const char* kStaleHoursPerStep = "500";
constexpr Level kLevels[] = {Level::kMinute, Level::kHour};

StoreState stateNow(Connection& connection) {
    pqxx::work look(connection.raw());
    return readState(look);
}

// Hours that follow each other, together: a refresh costs much whatever its range.
std::vector<std::pair<int64_t, int64_t>> rangesOf(const std::set<int64_t>& hours) {
    std::vector<std::pair<int64_t, int64_t>> ranges;
    for (const int64_t hour : hours) {
        if (ranges.empty() || ranges.back().second != hour) ranges.emplace_back(hour, hour);
        ranges.back().second = hour + kHourMs;
    }
    return ranges;
}

}  // namespace

void Rollups::seal(Connection& connection, int64_t untilMs) {
    if (stateNow(connection).sealedUntil >= untilMs) return;
    pqxx::work transaction(connection.raw());
    transaction.exec(sql::kLockPatience);
    transaction.exec(sql::lock(sql::Lock::kWriting));
    pq::exec(transaction, sql::kSeal, {timestamp(untilMs)});
    transaction.commit();
}

void Rollups::roll(Connection& connection, const BetweenSteps& between) {
    for (;; between()) {
        const StoreState state = stateNow(connection);
        if (state.rolledUntil >= state.sealedUntil) return;
        rollStep(connection, state.rolledUntil,
                 std::min(state.rolledUntil + kHoursPerStep * kHourMs, state.sealedUntil));
    }
}

void Rollups::rollStep(Connection& connection, int64_t fromMs, int64_t toMs) {
    if (schema_.hasContinuousAggregates) {
        refresh(connection, fromMs, toMs);
    } else {
        for (const Level level : kLevels) partitions_.ensure(connection, level, {fromMs, toMs - 1});
    }
    pqxx::work transaction(connection.raw());
    const pq::Params range = {timestamp(fromMs), timestamp(toMs)};
    for (const Level level : kLevels) {
        if (schema_.hasContinuousAggregates) break;
        pq::exec(transaction, sql::deleteRollups(level), range);
        pq::exec(transaction, sql::insertRollups(level), range);
    }
    pq::exec(transaction, sql::kSetRolledUntil, {timestamp(toMs)});
    transaction.commit();
}

// Outside a transaction, because it makes several of its own.
void Rollups::refresh(Connection& connection, int64_t fromMs, int64_t toMs) const {
    pqxx::nontransaction call(connection.raw());
    for (const RollupGeneration& generation : readGenerations(call)) {
        const int64_t from = std::max(fromMs, generation.fromMs);
        const int64_t to = std::min(toMs, generation.untilMs);
        if (from >= to) continue;
        for (const Level level : kLevels)
            call.exec(sql::refreshAggregate(tableOf(level) + generation.suffix, timestamp(from),
                                            timestamp(to)));
    }
}

void Rollups::repair(Connection& connection, const BetweenSteps& between) {
    while (repairStep(connection)) between();
}

// An hour that becomes stale again meanwhile does so under an id of its own, and stays stale.
bool Rollups::repairStep(Connection& connection) {
    pqxx::result stale;
    {
        pqxx::work look(connection.raw());
        stale = pq::exec(look, sql::kSelectStaleHours, {kStaleHoursPerStep});
    }
    if (stale.empty()) return false;
    ArrayLiteral ids;
    std::set<int64_t> hours;
    std::set<std::pair<int64_t, int64_t>> pairs;
    for (const auto& row : stale) {
        ids.add(row[0].as<int64_t>());
        pairs.emplace(row[1].as<int64_t>(), row[2].as<int64_t>());
        hours.insert(row[2].as<int64_t>());
    }
    ArrayLiteral participants;
    ArrayLiteral pairHours;
    for (const auto& [participant, hour] : pairs) {
        participants.add(participant);
        pairHours.add(std::string_view(timestamp(hour)));
    }
    const pq::Params which = {participants.take(), pairHours.take()};

    if (schema_.hasContinuousAggregates) {
        for (const auto& [from, to] : rangesOf(hours)) refresh(connection, from, to);
    } else {
        for (const Level level : kLevels) partitions_.ensure(connection, level, hours);
    }
    pqxx::work transaction(connection.raw());
    for (const Level level : kLevels) {
        if (schema_.hasContinuousAggregates) break;
        pq::exec(transaction, sql::deleteStaleRollups(level), which);
        pq::exec(transaction, sql::insertStaleRollups(level), which);
    }
    pq::exec(transaction, sql::kDeleteStaleHours, {ids.take()});
    transaction.commit();
    return true;
}

}  // namespace vuedeo::timescale
