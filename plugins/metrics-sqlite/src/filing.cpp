#include "filing.hpp"

#include <string>

#include "sql.hpp"

namespace vuedeo::sqlite {
namespace {
constexpr int64_t kBucketMs[] = {kMinuteMs, kHourMs};
}

Filing::Filing(Connection& connection)
    : connection_(connection),
      insertSample_(connection, sql::kInsertSample),
      selectRollup_{{connection, sql::selectRollup(sql::Level::kMinute)},
                    {connection, sql::selectRollup(sql::Level::kHour)}},
      replaceRollup_{{connection, sql::replaceRollup(sql::Level::kMinute)},
                     {connection, sql::replaceRollup(sql::Level::kHour)}},
      countSamples_(connection, sql::kCountSamples) {}

void Filing::run(const WaitingSample* first, const WaitingSample* last) {
    // A run that failed may have left something.
    for (Bucket& bucket : buckets_) bucket = Bucket{};
    count_ = Count{};
    for (const WaitingSample* sample = first; sample != last; ++sample) {
        if (!insert(*sample)) continue;
        collect(0, *sample);
        collect(1, *sample);
        count(*sample);
    }
    flush(0);
    flush(1);
    flushCount();
}

bool Filing::insert(const WaitingSample& sample) {
    insertSample_.bind(1, sample.roomId)
        .bind(2, sample.participantId)
        .bind(3, sample.sampledAt)
        .bindBlob(4, encodeValues(sample.values.data(), sample.values.size()))
        .run();
    return sqlite3_changes(connection_.handle()) == 1;
}

void Filing::collect(std::size_t level, const WaitingSample& sample) {
    Bucket& bucket = buckets_[level];
    const int64_t startAt = floorTo(sample.sampledAt, kBucketMs[level]);
    if (bucket.participantId != sample.participantId || bucket.startAt != startAt) {
        flush(level);
        bucket.roomId = sample.roomId;
        bucket.participantId = sample.participantId;
        bucket.startAt = startAt;
    }
    bucket.rollup.add(sample.values);
}

void Filing::flush(std::size_t level) {
    Bucket& bucket = buckets_[level];
    if (bucket.rollup.sampleCount > 0) {
        Statement& select = selectRollup_[level];
        {
            const ResetOnExit reset(select);
            select.bind(1, bucket.roomId).bind(2, bucket.participantId).bind(3, bucket.startAt);
            if (select.step()) bucket.rollup.addEncoded(select.integer(0), select.blob(1));
        }
        const std::string blob = bucket.rollup.encode();
        replaceRollup_[level]
            .bind(1, bucket.roomId)
            .bind(2, bucket.participantId)
            .bind(3, bucket.startAt)
            .bind(4, bucket.rollup.sampleCount)
            .bindBlob(5, blob)
            .run();
    }
    bucket = Bucket{};
}

void Filing::count(const WaitingSample& sample) {
    if (count_.participantId != sample.participantId) {
        flushCount();
        count_.participantId = sample.participantId;
        count_.firstAt = sample.sampledAt;
    }
    ++count_.samples;
    count_.lastAt = sample.sampledAt;
}

void Filing::flushCount() {
    if (count_.samples > 0) {
        countSamples_.bind(1, count_.participantId)
            .bind(2, count_.firstAt)
            .bind(3, count_.lastAt)
            .bind(4, count_.samples)
            .run();
    }
    count_ = Count{};
}

}  // namespace vuedeo::sqlite
