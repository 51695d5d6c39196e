#include "inbox.hpp"

#include <algorithm>

#include "sql.hpp"

namespace vuedeo::sqlite {
namespace {

constexpr int64_t kSealAtRows = 16384;
// Twice what comes in, so that the full inbox is empty before the active one is full.
constexpr int64_t kFiledPerIncoming = 2;
constexpr int64_t kMinFiled = 128;

}  // namespace

Inbox::Inbox(Connection& connection)
    : connection_(connection),
      filing_(connection),
      insert_{{connection, sql::insertInbox(0)}, {connection, sql::insertInbox(1)}},
      contains_{{connection, sql::inboxContains(0)}, {connection, sql::inboxContains(1)}},
      clear_{{connection, sql::clearInbox(0)}, {connection, sql::clearInbox(1)}},
      samplesContain_(connection, sql::kSamplesContain),
      updateState_(connection, sql::kUpdateState) {
    reload();
}

void Inbox::reload() {
    state_ = readState(connection_);
    activeRows_ = connection_.queryInteger(sql::countInbox(state_.activeInbox));
    sealedEmpty_ = connection_.queryInteger(sql::countInbox(1 - state_.activeInbox)) == 0;
}

void Inbox::makeRoom(int64_t incoming) {
    if (activeRows_ >= kSealAtRows) seal();
    if (!sealedEmpty_) fileSealed(std::max(kMinFiled, incoming * kFiledPerIncoming));
}

void Inbox::seal() {
    if (!sealedEmpty_ || activeRows_ == 0) return;
    state_.activeInbox = 1 - state_.activeInbox;
    activeRows_ = 0;
    sealedEmpty_ = false;
    saveState();
}

bool Inbox::fileSealed(int64_t limit) {
    if (sealedEmpty_) return true;
    const int sealed = 1 - state_.activeInbox;
    const Filing::Progress progress =
        filing_.run(sealed, {state_.filedParticipant, state_.filedAt}, limit);
    state_.filedParticipant = progress.last.participant;
    state_.filedAt = progress.last.sampledAt;
    if (progress.filed < limit) {
        clear_[sealed].run();
        sealedEmpty_ = true;
        state_.filedParticipant = 0;
        state_.filedAt = 0;
    }
    saveState();
    return sealedEmpty_;
}

bool Inbox::has(Statement& statement, int64_t participantId, int64_t sampledAt) {
    const ResetOnExit reset(statement);
    return statement.bind(1, participantId).bind(2, sampledAt).step();
}

bool Inbox::contains(int64_t roomId, int64_t participantId, int64_t sampledAt) {
    for (Statement& statement : contains_) {
        if (has(statement, participantId, sampledAt)) return true;
    }
    const ResetOnExit reset(samplesContain_);
    return samplesContain_.bind(1, roomId).bind(2, participantId).bind(3, sampledAt).step();
}

bool Inbox::insert(int64_t participantId, int64_t sampledAt, std::string_view values) {
    insert_[state_.activeInbox].bind(1, participantId).bind(2, sampledAt).bindBlob(3, values).run();
    if (sqlite3_changes(connection_.handle()) == 0) return false;
    ++activeRows_;
    return true;
}

void Inbox::saveState() {
    updateState_.bind(1, static_cast<int64_t>(state_.activeInbox))
        .bind(2, state_.filedParticipant)
        .bind(3, state_.filedAt)
        .bind(4, state_.rawDeletedBefore)
        .bind(5, state_.minuteDeletedBefore)
        .bind(6, state_.hourDeletedBefore)
        .run();
}

}  // namespace vuedeo::sqlite
