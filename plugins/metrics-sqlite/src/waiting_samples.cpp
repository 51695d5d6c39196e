#include "waiting_samples.hpp"

#include <algorithm>

#include "sql.hpp"

namespace vuedeo::sqlite {

WaitingSample waitingSampleOf(const Statement& row) {
    return {row.integer(0), row.integer(1), row.integer(2), decodeValues(row.blob(3))};
}

WaitingSamples::WaitingSamples(Connection& connection, int64_t roomId, int64_t fromMs,
                               int64_t toMs) {
    Statement select(connection, sql::kSelectWaiting);
    select.bind(1, roomId).bind(2, fromMs).bind(3, toMs);
    while (select.step()) samples_.push_back(waitingSampleOf(select));
}

WaitingSamples::Range WaitingSamples::of(int64_t participantId) const {
    struct ByParticipant {
        bool operator()(const WaitingSample& a, int64_t b) const { return a.participantId < b; }
        bool operator()(int64_t a, const WaitingSample& b) const { return a < b.participantId; }
    };
    const auto range =
        std::equal_range(samples_.begin(), samples_.end(), participantId, ByParticipant{});
    return {range.first, range.second};
}

}  // namespace vuedeo::sqlite
