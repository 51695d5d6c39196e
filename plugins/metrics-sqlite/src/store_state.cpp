#include "store_state.hpp"

#include "sql.hpp"

namespace vuedeo::sqlite {

StoreState readState(Connection& connection) {
    Statement select(connection, sql::kSelectState);
    if (!select.step()) {
        throw DatabaseError(SQLITE_CORRUPT, connection.path(), "store_state has no row");
    }
    StoreState state;
    state.activeInbox = select.integer(0) == 0 ? 0 : 1;
    state.filedParticipant = select.integer(1);
    state.filedAt = select.integer(2);
    state.rawDeletedBefore = select.integer(3);
    state.minuteDeletedBefore = select.integer(4);
    state.hourDeletedBefore = select.integer(5);
    return state;
}

}  // namespace vuedeo::sqlite
