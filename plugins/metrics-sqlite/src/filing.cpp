#include "filing.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "sql.hpp"

namespace vuedeo::sqlite {
namespace {
constexpr int64_t kBucketMs[] = {kMinuteMs, kHourMs};
}

std::string_view encodeValues(const float* values, std::size_t count) noexcept {
    return {reinterpret_cast<const char*>(values), count * sizeof(float)};
}

FieldValues decodeValues(std::string_view blob) noexcept {
    FieldValues values;
    values.fill(std::numeric_limits<float>::quiet_NaN());
    std::memcpy(values.data(), blob.data(),
                std::min(blob.size() / sizeof(float), values.size()) * sizeof(float));
    return values;
}

Filing::Filing(Connection& connection)
    : select_{{connection, sql::selectInboxChunk(0)}, {connection, sql::selectInboxChunk(1)}},
      insertSample_(connection, sql::insertSample()),
      selectRollup_{{connection, sql::selectRollup(sql::Level::kMinute)},
                    {connection, sql::selectRollup(sql::Level::kHour)}},
      replaceRollup_{{connection, sql::replaceRollup(sql::Level::kMinute)},
                     {connection, sql::replaceRollup(sql::Level::kHour)}},
      connection_(connection) {}

Filing::Progress Filing::run(int inbox, Key after, int64_t limit) {
    Statement& select = select_[inbox];
    const ResetOnExit reset(select);
    for (Open& open : open_) open = Open{};  // of a run that failed
    Progress progress{0, after};
    select.bind(1, after.participant).bind(2, after.sampledAt).bind(3, limit);
    while (select.step()) {
        const int64_t roomId = select.integer(0);
        progress.last = {select.integer(1), select.integer(2)};
        ++progress.filed;
        const FieldValues values = decodeValues(select.blob(3));
        if (!insertSample(roomId, progress.last, values)) continue;
        collect(0, roomId, progress.last, values);
        collect(1, roomId, progress.last, values);
    }
    flush(0);
    flush(1);
    return progress;
}

bool Filing::insertSample(int64_t roomId, const Key& key, const FieldValues& values) {
    insertSample_.bind(1, roomId).bind(2, key.participant).bind(3, key.sampledAt);
    int parameter = 4;
    for (const float value : values) {
        if (std::isnan(value)) {
            insertSample_.bindNull(parameter++);
        } else {
            insertSample_.bind(parameter++, static_cast<double>(value));
        }
    }
    insertSample_.run();
    return sqlite3_changes(connection_.handle()) == 1;
}

void Filing::collect(std::size_t level, int64_t roomId, const Key& key, const FieldValues& values) {
    Open& open = open_[level];
    const int64_t bucketAt = floorTo(key.sampledAt, kBucketMs[level]);
    if (open.participantId != key.participant || open.bucketAt != bucketAt) {
        flush(level);
        open.roomId = roomId;
        open.participantId = key.participant;
        open.bucketAt = bucketAt;
    }
    open.rollup.add(values);
}

void Filing::flush(std::size_t level) {
    Open& open = open_[level];
    if (open.rollup.sampleCount > 0) {
        Statement& select = selectRollup_[level];
        {
            const ResetOnExit reset(select);
            select.bind(1, open.roomId).bind(2, open.participantId).bind(3, open.bucketAt);
            if (select.step()) open.rollup.addEncoded(select.integer(0), select.blob(1));
        }
        const std::string blob = open.rollup.encode();
        replaceRollup_[level]
            .bind(1, open.roomId)
            .bind(2, open.participantId)
            .bind(3, open.bucketAt)
            .bind(4, open.rollup.sampleCount)
            .bindBlob(5, blob)
            .run();
    }
    open = Open{};
}

}  // namespace vuedeo::sqlite
