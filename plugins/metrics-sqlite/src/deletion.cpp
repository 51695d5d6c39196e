#include "deletion.hpp"

#include <algorithm>

#include "field_values.hpp"
#include "rollup.hpp"

namespace vuedeo::sqlite {
namespace {

constexpr int64_t kRowsPerStep = 1000;
constexpr int kParticipantsPerStep = 200;
constexpr std::size_t kFiledPerStep = 1000;
constexpr sql::Level kLevels[] = {sql::Level::kRaw, sql::Level::kMinute, sql::Level::kHour};
constexpr std::chrono::seconds kStepPatience{30};

struct Target {
    int64_t id = 0;
    int64_t roomId = 0;
};

// False: no participant behind this one can have samples in [from, before).
bool nextTarget(Connection& connection, Target& target, int64_t fromMs, int64_t beforeMs) {
    Statement select(connection, sql::kNextParticipantWithSamplesIn);
    if (!select.bind(1, target.id).bind(2, fromMs).bind(3, beforeMs).step()) return false;
    target = {select.integer(0), select.integer(1)};
    return true;
}

// Where to cut so that no more than the given number of rows are deleted.
int64_t cutAfter(Connection& connection, sql::Level level, const Target& target, int64_t beforeMs,
                 int64_t rows) {
    Statement select(connection, sql::levelChunkEnd(level));
    select.bind(1, target.roomId).bind(2, target.id).bind(3, beforeMs).bind(4, rows);
    return select.step() ? select.integer(0) : beforeMs;
}

int64_t deleteRows(Connection& connection, sql::Level level, const Target& target,
                   int64_t beforeMs) {
    Statement statement(connection, sql::deleteLevelBefore(level));
    statement.bind(1, target.roomId).bind(2, target.id).bind(3, beforeMs).run();
    return sqlite3_changes(connection.handle());
}

int64_t countSamples(Connection& connection, sql::Level level, const Target& target,
                     int64_t beforeMs) {
    Statement select(connection, sql::countRollupsBefore(level));
    select.bind(1, target.roomId).bind(2, target.id).bind(3, beforeMs);
    return select.step() ? select.integer(0) : 0;
}

int64_t bucketOf(sql::Level level) {
    return level == sql::Level::kHour ? kHourMs : kMinuteMs;
}

Rollup sumSamples(Connection& connection, const Target& target, int64_t fromMs, int64_t toMs) {
    Statement select(connection, sql::kSelectSamples);
    select.bind(1, target.roomId).bind(2, target.id).bind(3, fromMs).bind(4, toMs);
    Rollup rollup;
    while (select.step()) rollup.add(decodeValues(select.blob(1)));
    return rollup;
}

Rollup sumMinutes(Connection& connection, const Target& target, int64_t fromMs, int64_t toMs) {
    Statement select(connection, sql::selectRollups(sql::Level::kMinute));
    select.bind(1, target.roomId).bind(2, target.id).bind(3, fromMs).bind(4, toMs);
    Rollup rollup;
    while (select.step()) rollup.addEncoded(select.integer(1), select.blob(2));
    return rollup;
}

void replaceBucket(Connection& connection, sql::Level level, const Target& target, int64_t bucketAt,
                   const Rollup& rollup) {
    const bool empty = rollup.sampleCount == 0;
    Statement write(connection, empty ? sql::deleteRollup(level) : sql::replaceRollup(level));
    write.bind(1, target.roomId).bind(2, target.id).bind(3, bucketAt);
    const std::string blob = rollup.encode();
    if (!empty) write.bind(4, rollup.sampleCount).bindBlob(5, blob);
    write.run();
}

// Deletes what lies before the cut, and makes the bucket that it goes through anew from the finest
// level that is left there. Where none is finer, the bucket cannot be divided: it stays whole.
void cutLevel(Session& session, sql::Level level, const Target& target, int64_t cutMs) {
    Connection& connection = session.connection();
    const StoreState& state = session.inbox().state();
    const int64_t bucketAt = floorTo(cutMs, bucketOf(level));
    const int64_t bucketEnd = bucketAt + bucketOf(level);
    deleteRows(connection, level, target, bucketAt);
    if (bucketAt == cutMs) return;
    if (bucketAt >= state.rawDeletedBefore) {
        replaceBucket(connection, level, target, bucketAt,
                      sumSamples(connection, target, bucketAt, bucketEnd));
    } else if (level == sql::Level::kHour && bucketAt >= state.minuteDeletedBefore) {
        replaceBucket(connection, level, target, bucketAt,
                      sumMinutes(connection, target, bucketAt, bucketEnd));
    }
}

void uncount(Connection& connection, const Target& target, int64_t deleted) {
    Statement first(connection, sql::kFirstKnown);
    first.bind(1, target.roomId).bind(2, target.id);
    const int64_t firstAt = first.step() ? first.integer(0) : 0;
    Statement(connection, sql::kUncountParticipant)
        .bind(1, target.id)
        .bind(2, deleted)
        .bind(3, firstAt)
        .run();
    // Only then is its last sample another one.
    if (firstAt == 0) Statement(connection, sql::kUncountRoom).bind(1, target.roomId).run();
}

struct Step {
    int64_t deleted;
    bool reachedEnd;
};

Step deleteStep(Session& session, const Target& target, int64_t beforeMs) {
    Connection& connection = session.connection();
    int64_t cut = beforeMs;
    for (const sql::Level level : kLevels)
        cut = std::min(cut, cutAfter(connection, level, target, beforeMs, kRowsPerStep));
    const int64_t hourEnd = floorTo(cut, kHourMs) + kHourMs;
    const auto count = [&](sql::Level level) {
        return countSamples(connection, level, target, hourEnd);
    };
    const int64_t inMinutes = count(sql::Level::kMinute);
    const int64_t inHours = count(sql::Level::kHour);
    const int64_t rows = deleteRows(connection, sql::Level::kRaw, target, cut);
    cutLevel(session, sql::Level::kMinute, target, cut);
    cutLevel(session, sql::Level::kHour, target, cut);
    // Retention may have deleted some of the levels already; the fullest one tells the number.
    const int64_t deleted = std::max(
        {rows, inMinutes - count(sql::Level::kMinute), inHours - count(sql::Level::kHour)});
    uncount(connection, target, deleted);
    return {deleted, cut == beforeMs};
}

void markDeleted(StoreState& state, sql::Level level, int64_t beforeMs) {
    int64_t& mark = level == sql::Level::kRaw      ? state.rawDeletedBefore
                    : level == sql::Level::kMinute ? state.minuteDeletedBefore
                                                   : state.hourDeletedBefore;
    mark = std::max(mark, beforeMs);
}

// False: done with all participants.
bool deleteLevelStep(Connection& connection, sql::Level level, Target& target, int64_t fromMs,
                     int64_t beforeMs) {
    int64_t rows = 0;
    for (int visited = 0; visited < kParticipantsPerStep && rows < kRowsPerStep; ++visited) {
        Target next = target;
        if (!nextTarget(connection, next, fromMs, beforeMs)) return false;
        const int64_t cut = cutAfter(connection, level, next, beforeMs, kRowsPerStep - rows);
        rows += deleteRows(connection, level, next, cut);
        if (cut == beforeMs) target = next;
    }
    return true;
}

}  // namespace

void fileInbox(Writer& writer, Deadline deadline, const BetweenSteps& between) {
    const auto emptySealed = [&] {
        for (bool done = false; !done; between()) {
            writer.run(deadline,
                       [&](Session& session) { done = session.inbox().fileSealed(kFiledPerStep); });
        }
    };
    emptySealed();
    writer.run(deadline, [](Session& session) { session.inbox().seal(); });
    emptySealed();
}

uint64_t deleteSamplesBefore(Writer& writer, int64_t beforeMs, Deadline deadline,
                             const BetweenSteps& between) {
    fileInbox(writer, deadline, between);
    int64_t deleted = 0;
    Target target;
    for (bool more = true; more; between()) {
        writer.run(deadline, [&](Session& session) {
            Target next = target;
            more = nextTarget(session.connection(), next, 0, beforeMs);
            if (!more) return;
            const Step step = deleteStep(session, next, beforeMs);
            deleted += step.deleted;
            if (step.reachedEnd) target = next;
        });
    }
    return static_cast<uint64_t>(deleted);
}

void deleteLevel(Writer& writer, sql::Level level, int64_t fromMs, int64_t beforeMs,
                 const BetweenSteps& between) {
    const auto deadline = [] { return std::chrono::steady_clock::now() + kStepPatience; };
    writer.run(deadline(), [&](Session& session) {
        markDeleted(session.inbox().state(), level, beforeMs);
        session.inbox().saveState();
    });
    Target target;
    for (bool more = true; more; between()) {
        writer.run(deadline(), [&](Session& session) {
            more = deleteLevelStep(session.connection(), level, target, fromMs, beforeMs);
        });
    }
}

}  // namespace vuedeo::sqlite
