#include "samples.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "rooms.hpp"
#include "sql.hpp"
#include "store_state.hpp"
#include "waiting_samples.hpp"

namespace vuedeo::sqlite {
namespace {

class SampleReader {
public:
    SampleReader(Connection& connection, const vuedeo_sample_query& query,
                 const vuedeo_sample_visitor& visitor)
        : query_(query),
          visitor_(visitor),
          roomId_(idOfRoom(connection, view(query.room))),
          keptFrom_(std::max(query.from_ms, readState(connection).rawDeletedBefore)),
          waiting_(connection, roomId_, query.from_ms, query.to_ms),
          participants_(connection, sql::kSeriesParticipants),
          filed_(connection, sql::kSelectSamples) {}

    void run() {
        participants_.bind(1, roomId_).bind(2, view(query_.participant_id));
        while (participants_.step()) {
            participant_ = participants_.text(1);
            if (!readOne(participants_.integer(0))) return;
        }
    }

private:
    // False, here and below: the visitor has stopped.
    bool readOne(int64_t participantId) {
        WaitingSamples::Range waiting = waiting_.of(participantId);
        const ResetOnExit reset(filed_);
        filed_.bind(1, roomId_).bind(2, participantId).bind(3, keptFrom_).bind(4, query_.to_ms);
        while (filed_.step()) {
            const int64_t at = filed_.integer(0);
            if (!showBefore(at, waiting) || !show(at, decodeValues(filed_.blob(1)))) return false;
        }
        return showBefore(std::numeric_limits<int64_t>::max(), waiting);
    }

    bool showBefore(int64_t atMs, WaitingSamples::Range& waiting) {
        for (; waiting.first != waiting.last && waiting.first->sampledAt < atMs; ++waiting.first) {
            if (!show(waiting.first->sampledAt, waiting.first->values)) return false;
        }
        return true;
    }

    bool show(int64_t atMs, const FieldValues& values) {
        vuedeo_sample sample{};
        sample.room = query_.room;
        sample.participant_id = str(participant_);
        sample.sampled_at_ms = atMs;
        std::copy(values.begin(), values.end(), sample.values);
        return visitor_.visit(visitor_.ctx, &sample, VUEDEO_FIELD_COUNT) != VUEDEO_STOP;
    }

    const vuedeo_sample_query& query_;
    const vuedeo_sample_visitor& visitor_;
    const int64_t roomId_;
    const int64_t keptFrom_;
    const WaitingSamples waiting_;
    Statement participants_;
    Statement filed_;
    std::string participant_;
};

}  // namespace

void readSamples(Connection& connection, const vuedeo_sample_query& query,
                 const vuedeo_sample_visitor& visitor) {
    SampleReader(connection, query, visitor).run();
}

}  // namespace vuedeo::sqlite
