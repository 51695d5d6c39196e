#include "identities.hpp"

#include "sql.hpp"

namespace vuedeo::sqlite {
namespace {
constexpr std::size_t kMaxRemembered = 100'000;
}

Identities::Identities(Connection& connection)
    : connection_(connection),
      selectRoom_(connection, sql::kSelectRoomId),
      insertRoom_(connection, sql::kInsertRoom),
      countParticipant_(connection, sql::kCountParticipant),
      selectParticipant_(connection, sql::kSelectParticipant),
      insertParticipant_(connection, sql::kInsertParticipant) {}

int64_t Identities::room(std::string_view name, int64_t firstSeenAt) {
    {
        const ResetOnExit reset(selectRoom_);
        if (selectRoom_.bind(1, name).step()) return selectRoom_.integer(0);
    }
    insertRoom_.bind(1, name).bind(2, firstSeenAt).run();
    return connection_.lastInsertRowid();
}

Identity* Identities::find(std::string_view roomName, std::string_view id) {
    key_.assign(roomName).push_back('\0');
    key_.append(id);
    const auto found = cache_.find(key_);
    return found == cache_.end() ? nullptr : &found->second;
}

Identity& Identities::participant(std::string_view roomName, std::string_view id,
                                  int64_t firstSeenAt) {
    if (Identity* const found = find(roomName, id)) return *found;
    return cache_.emplace(key_, load(roomName, id, firstSeenAt)).first->second;
}

Identity Identities::load(std::string_view roomName, std::string_view id, int64_t firstSeenAt) {
    {
        const ResetOnExit reset(selectParticipant_);
        if (selectParticipant_.bind(1, roomName).bind(2, id).step()) {
            return {selectParticipant_.integer(1), selectParticipant_.integer(0),
                    selectParticipant_.integer(2)};
        }
    }
    const int64_t roomId = room(roomName, firstSeenAt);
    insertParticipant_.bind(1, roomId).bind(2, id).run();
    const int64_t participantId = connection_.lastInsertRowid();
    countParticipant_.bind(1, roomId).run();
    return {roomId, participantId, 0};
}

void Identities::trim() {
    if (cache_.size() > kMaxRemembered) cache_.clear();
}

}  // namespace vuedeo::sqlite
