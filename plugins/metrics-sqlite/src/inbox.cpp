#include "inbox.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "sql.hpp"

namespace vuedeo::sqlite {
namespace {

constexpr std::size_t kSealAtRows = 16384;
// Twice what comes in, so that the full inbox is empty before the active one is full.
constexpr std::size_t kFiledPerIncoming = 2;
constexpr std::size_t kMinFiled = 128;

bool isFiledBefore(const WaitingSample& a, const WaitingSample& b) noexcept {
    return std::tie(a.participantId, a.sampledAt) < std::tie(b.participantId, b.sampledAt);
}

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
    active_ = read(state_.activeInbox);
    sealed_ = read(1 - state_.activeInbox);
    std::sort(sealed_.begin(), sealed_.end(), isFiledBefore);
    WaitingSample last{};
    last.participantId = state_.filedParticipant;
    last.sampledAt = state_.filedAt;
    const auto next = std::upper_bound(sealed_.begin(), sealed_.end(), last, isFiledBefore);
    filed_ = static_cast<std::size_t>(next - sealed_.begin());
}

std::vector<WaitingSample> Inbox::read(int inbox) {
    std::vector<WaitingSample> samples;
    Statement select(connection_, sql::selectInbox(inbox));
    while (select.step()) samples.push_back(waitingSampleOf(select));
    return samples;
}

void Inbox::makeRoom(std::size_t incoming) {
    if (active_.size() >= kSealAtRows) seal();
    if (!sealed_.empty()) fileSealed(std::max(kMinFiled, incoming * kFiledPerIncoming));
}

void Inbox::seal() {
    if (!sealed_.empty() || active_.empty()) return;
    sealed_ = std::exchange(active_, {});
    std::sort(sealed_.begin(), sealed_.end(), isFiledBefore);
    state_.activeInbox = 1 - state_.activeInbox;
    saveState();
}

bool Inbox::fileSealed(std::size_t limit) {
    if (sealed_.empty()) return true;
    const std::size_t end = std::min(filed_ + limit, sealed_.size());
    filing_.run(sealed_.data() + filed_, sealed_.data() + end);
    filed_ = end;
    state_.filedParticipant = sealed_[end - 1].participantId;
    state_.filedAt = sealed_[end - 1].sampledAt;
    if (filed_ == sealed_.size()) {
        clear_[1 - state_.activeInbox].run();
        sealed_ = std::vector<WaitingSample>();
        filed_ = 0;
        state_.filedParticipant = 0;
        state_.filedAt = 0;
    }
    saveState();
    return sealed_.empty();
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

bool Inbox::insert(int64_t roomId, int64_t participantId, int64_t sampledAt,
                   std::string_view values) {
    insert_[state_.activeInbox]
        .bind(1, roomId)
        .bind(2, participantId)
        .bind(3, sampledAt)
        .bindBlob(4, values)
        .run();
    if (sqlite3_changes(connection_.handle()) == 0) return false;
    active_.push_back({roomId, participantId, sampledAt, decodeValues(values)});
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
