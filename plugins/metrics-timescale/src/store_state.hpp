// The one row of store_state: up to where each level is complete, and from where it is kept.
#pragma once
#include <cstdint>
#include <pqxx/pqxx>

namespace vuedeo::timescale {

enum class Level { kRaw, kMinute, kHour };

struct StoreState {
    int64_t sealedUntil = 0;
    int64_t rolledUntil = 0;
    int64_t rawDeletedBefore = 0;
    int64_t minuteDeletedBefore = 0;
    int64_t hourDeletedBefore = 0;

    int64_t deletedBefore(Level level) const noexcept;
};

// Columns of sql::kSelectState.
StoreState stateOf(const pqxx::row& row);
StoreState readState(pqxx::transaction_base& transaction);

}  // namespace vuedeo::timescale
