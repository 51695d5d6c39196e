#include "samples.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>
#include <vuedeo/plugin.hpp>

#include "inbox_reader.hpp"
#include "sql.hpp"
#include "store_state.hpp"

namespace vuedeo::sqlite {
namespace {

class SampleReader {
public:
    SampleReader(Connection& connection, const vuedeo_sample_query& query,
                 const vuedeo_sample_visitor& visitor)
        : query_(query),
          visitor_(visitor),
          state_(readState(connection)),
          inbox_(connection, state_),
          room_(connection, sql::kSelectRoomId),
          participants_(connection, sql::kSeriesParticipants),
          filed_(connection, sql::selectWholeSamples()) {}

    void run() {
        if (!room_.bind(1, view(query_.room)).step()) {
            throw Error(VUEDEO_E_NOT_FOUND, "no such room");
        }
        const int64_t roomId = room_.integer(0);
        participants_.bind(1, roomId).bind(2, view(query_.participant_id));
        while (participants_.step()) {
            participant_ = participants_.text(1);
            if (!readOne(roomId, participants_.integer(0))) return;
        }
    }

private:
    bool readOne(int64_t roomId, int64_t participantId) {
        waiting_.clear();
        inbox_.read(
            participantId, query_.from_ms, query_.to_ms,
            [this](int64_t at, const FieldValues& values) { waiting_.emplace_back(at, values); });
        std::sort(waiting_.begin(), waiting_.end(),
                  [](const auto& a, const auto& b) { return a.first < b.first; });
        nextWaiting_ = 0;
        const ResetOnExit reset(filed_);
        filed_.bind(1, roomId)
            .bind(2, participantId)
            .bind(3, std::max(query_.from_ms, state_.rawDeletedBefore))
            .bind(4, query_.to_ms);
        while (filed_.step()) {
            const int64_t at = filed_.integer(0);
            if (!showWaitingBefore(at) || !show(at, valuesOfSample(filed_))) return false;
        }
        return showWaitingBefore(std::numeric_limits<int64_t>::max());
    }

    bool showWaitingBefore(int64_t atMs) {
        for (; nextWaiting_ < waiting_.size() && waiting_[nextWaiting_].first < atMs;
             ++nextWaiting_) {
            if (!show(waiting_[nextWaiting_].first, waiting_[nextWaiting_].second)) return false;
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
    const StoreState state_;
    InboxReader inbox_;
    Statement room_;
    Statement participants_;
    Statement filed_;
    std::string participant_;
    std::vector<std::pair<int64_t, FieldValues>> waiting_;
    std::size_t nextWaiting_ = 0;
};

}  // namespace

FieldValues valuesOfSample(const Statement& row) {
    FieldValues values;
    for (std::size_t field = 0; field < values.size(); ++field) {
        const int column = static_cast<int>(field) + 1;
        values[field] = row.isNull(column) ? std::numeric_limits<float>::quiet_NaN()
                                           : static_cast<float>(row.real(column));
    }
    return values;
}

void readSamples(Connection& connection, const vuedeo_sample_query& query,
                 const vuedeo_sample_visitor& visitor) {
    SampleReader(connection, query, visitor).run();
}

}  // namespace vuedeo::sqlite
