#include "store_state.hpp"

#include <vuedeo/plugin.hpp>

#include "sql.hpp"

namespace vuedeo::timescale {

int64_t StoreState::deletedBefore(Level level) const noexcept {
    if (level == Level::kHour) return hourDeletedBefore;
    return level == Level::kMinute ? minuteDeletedBefore : rawDeletedBefore;
}

StoreState stateOf(const pqxx::row& row) {
    return {row[0].as<int64_t>(), row[1].as<int64_t>(), row[2].as<int64_t>(), row[3].as<int64_t>(),
            row[4].as<int64_t>()};
}

StoreState readState(pqxx::transaction_base& transaction) {
    const pqxx::result found = transaction.exec(sql::kSelectState);
    if (found.empty()) throw Error(VUEDEO_E_UNAVAILABLE, "the row of store_state is missing");
    return stateOf(found[0]);
}

}  // namespace vuedeo::timescale
