// The one row of store_state: how far filing and retention have got.
#pragma once
#include <cstdint>

#include "connection.hpp"

namespace vuedeo::sqlite {

struct StoreState {
    int activeInbox = 0;  // the other one is full, and is being filed or empty
    // The last sample of the full inbox that has been filed; participant 0: none.
    int64_t filedParticipant = 0;
    int64_t filedAt = 0;
    // What was older has been deleted from the level by retention.
    int64_t rawDeletedBefore = 0;
    int64_t minuteDeletedBefore = 0;
    int64_t hourDeletedBefore = 0;
};

StoreState readState(Connection& connection);

}  // namespace vuedeo::sqlite
