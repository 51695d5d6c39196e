// Reads the samples of the two inboxes that are not filed yet. On a reader's connection, inside its
// transaction.
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>

#include "connection.hpp"
#include "filing.hpp"
#include "sql.hpp"
#include "store_state.hpp"

namespace vuedeo::sqlite {

class InboxReader {
public:
    InboxReader(Connection& connection, const StoreState& state)
        : state_(state),
          select_{{connection, sql::selectInboxRange(0)}, {connection, sql::selectInboxRange(1)}} {}

    // Calls visit(atMs, values) for each in [from, to): those of one inbox in time order, then
    // those of the other one.
    template <class Visit>
    void read(int64_t participantId, int64_t fromMs, int64_t toMs, Visit&& visit) {
        const int sealed = 1 - state_.activeInbox;
        // Of the full inbox, only what lies behind the last filed sample.
        if (participantId == state_.filedParticipant) {
            readOne(sealed, participantId, std::max(fromMs, state_.filedAt + 1), toMs, visit);
        } else if (participantId > state_.filedParticipant) {
            readOne(sealed, participantId, fromMs, toMs, visit);
        }
        readOne(state_.activeInbox, participantId, fromMs, toMs, visit);
    }

private:
    template <class Visit>
    void readOne(int segment, int64_t participantId, int64_t fromMs, int64_t toMs, Visit&& visit) {
        Statement& select = select_[segment];
        const ResetOnExit reset(select);
        select.bind(1, participantId).bind(2, fromMs).bind(3, toMs);
        while (select.step()) visit(select.integer(0), decodeValues(select.blob(1)));
    }

    const StoreState& state_;
    Statement select_[2];
};

}  // namespace vuedeo::sqlite
