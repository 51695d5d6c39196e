#include "series.hpp"

#include <string>
#include <vector>
#include <vuedeo/plugin.hpp>

#include "read_plan.hpp"
#include "rooms.hpp"
#include "series_buckets.hpp"
#include "sql.hpp"
#include "store_state.hpp"
#include "waiting_samples.hpp"

namespace vuedeo::sqlite {
namespace {

constexpr uint32_t kMaxFields = 256;

void validate(const vuedeo_series_query& query) {
    if (query.interval_ms < 1000 || query.interval_ms % 1000 != 0) {
        throw Error::invalid("interval_ms", "the interval must be whole seconds, at least one");
    }
    if (query.from_ms % query.interval_ms != 0) {
        throw Error::invalid("from_ms", "from must be a multiple of the interval");
    }
    if (query.to_ms % query.interval_ms != 0 || query.to_ms <= query.from_ms) {
        throw Error::invalid("to_ms", "to must be a multiple of the interval, and after from");
    }
    if (query.field_count > kMaxFields) {
        throw Error::invalid("fields", "too many fields");
    }
}

class SeriesReader {
public:
    SeriesReader(Connection& connection, const vuedeo_series_query& query,
                 const vuedeo_bucket_visitor& visitor)
        : connection_(connection),
          query_(query),
          roomId_(idOfRoom(connection, view(query.room))),
          plan_(planReads(query.from_ms, query.to_ms, query.interval_ms, readState(connection))),
          waiting_(connection, roomId_, query.from_ms, query.to_ms),
          buckets_(query, visitor) {}

    void run() {
        Statement participants(connection_, sql::kSeriesParticipants);
        participants.bind(1, roomId_).bind(2, view(query_.participant_id));
        while (participants.step()) {
            participantId_ = participants.integer(0);
            buckets_.begin(participants.text(1));
            if (!readOne()) return;
        }
    }

private:
    // False, here and below: the visitor has stopped.
    bool readOne() {
        for (const WaitingSample& sample : waiting_.of(participantId_))
            buckets_.addWaiting(sample.sampledAt, sample.values);
        for (const ReadStep& step : plan_) {
            const bool goOn =
                step.level == sql::Level::kRaw ? readSamples(step) : readRollups(step);
            if (!goOn) return false;
        }
        return buckets_.finish();
    }

    bool readSamples(const ReadStep& step) {
        Statement select(connection_, sql::kSelectSamples);
        bindRange(select, step);
        while (select.step()) {
            if (!buckets_.startAt(select.integer(0))) return false;
            buckets_.add(decodeValues(select.blob(1)));
        }
        return true;
    }

    bool readRollups(const ReadStep& step) {
        Statement select(connection_, sql::selectRollups(step.level));
        bindRange(select, step);
        while (select.step()) {
            if (!buckets_.startAt(select.integer(0))) return false;
            buckets_.countSamples(select.integer(1));
            decodeRollup(select.blob(2), [this](uint32_t field, const FieldRollup& rollup) {
                buckets_.add(field, rollup);
            });
        }
        return true;
    }

    void bindRange(Statement& select, const ReadStep& step) const {
        select.bind(1, roomId_).bind(2, participantId_).bind(3, step.fromMs).bind(4, step.toMs);
    }

    Connection& connection_;
    const vuedeo_series_query& query_;
    const int64_t roomId_;
    const std::vector<ReadStep> plan_;
    const WaitingSamples waiting_;
    SeriesBuckets buckets_;
    int64_t participantId_ = 0;
};

}  // namespace

void readSeries(Connection& connection, const vuedeo_series_query& query,
                const vuedeo_bucket_visitor& visitor) {
    validate(query);
    SeriesReader(connection, query, visitor).run();
}

}  // namespace vuedeo::sqlite
