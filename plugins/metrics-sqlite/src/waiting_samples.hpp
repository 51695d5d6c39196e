// Samples that lie in an inbox and are not filed yet: what one is, and those of a room for a query.
#pragma once
#include <cstdint>
#include <vector>

#include "connection.hpp"
#include "field_values.hpp"

namespace vuedeo::sqlite {

struct WaitingSample {
    int64_t roomId;
    int64_t participantId;
    int64_t sampledAt;
    FieldValues values;
};

// Of a row with the columns room_id, participant_id, sampled_at, field_values.
WaitingSample waitingSampleOf(const Statement& row);

// Those of one room in a range of time. There are never more than fit into the inboxes.
class WaitingSamples {
public:
    // On a reader's connection, inside its transaction.
    WaitingSamples(Connection& connection, int64_t roomId, int64_t fromMs, int64_t toMs);

    struct Range {
        std::vector<WaitingSample>::const_iterator first;
        std::vector<WaitingSample>::const_iterator last;
        auto begin() const noexcept { return first; }
        auto end() const noexcept { return last; }
    };
    // In time order.
    Range of(int64_t participantId) const;

private:
    std::vector<WaitingSample> samples_;  // by participant and time
};

}  // namespace vuedeo::sqlite
