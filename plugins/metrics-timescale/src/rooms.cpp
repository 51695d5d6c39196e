#include "rooms.hpp"

#include <algorithm>
#include <limits>

#include "cursor.hpp"
#include "names.hpp"
#include "pq.hpp"
#include "read.hpp"
#include "sql.hpp"
#include "store_state.hpp"
#include "timestamps.hpp"

namespace vuedeo::timescale {
namespace {

constexpr uint32_t kMaxPage = 100;
constexpr std::size_t kMaxSearchBytes = 256;
constexpr int kActiveAt = 9;
constexpr int kRoomId = 10;

std::string_view text(const pqxx::field& field) {
    return {field.c_str(), static_cast<std::size_t>(field.size())};
}

// Columns of sql::kFindRoom and sql::kListRooms.
int32_t show(const pqxx::row& row, const vuedeo_room_visitor& visitor) {
    vuedeo_room room{};
    room.size = sizeof room;
    room.name = str(text(row[0]));
    room.provider = str(text(row[1]));
    room.provider_json = str(text(row[2]));
    room.max_participants = row[3].as<uint32_t>();
    room.created_at_ms = row[4].as<int64_t>();
    room.expires_at_ms = row[5].as<int64_t>();
    room.ended_at_ms = row[6].as<int64_t>();
    room.last_sample_at_ms = row[7].as<int64_t>();
    room.participant_count = row[8].as<uint32_t>();
    room.active_at_ms = row[kActiveAt].as<int64_t>();
    return visitor.visit(visitor.ctx, &room);
}

std::string containsPattern(std::string_view wanted) {
    if (wanted.empty()) return {};
    std::string pattern = "%";
    for (const char c : wanted) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

}  // namespace

int64_t idOfRoom(pqxx::transaction_base& transaction, std::string_view name) {
    if (!isRoomName(name)) throw Error(VUEDEO_E_NOT_FOUND, "no such room");
    const pqxx::result found = pq::exec(transaction, sql::kRoomId, {std::string(name)});
    if (found.empty()) throw Error(VUEDEO_E_NOT_FOUND, "no such room");
    return found[0][0].as<int64_t>();
}

void findRoom(pqxx::transaction_base& transaction, std::string_view name,
              const vuedeo_room_visitor& visitor) {
    if (!isRoomName(name)) throw Error(VUEDEO_E_NOT_FOUND, "no such room");
    const pqxx::result found = pq::exec(transaction, sql::kFindRoom, {std::string(name)});
    if (found.empty()) throw Error(VUEDEO_E_NOT_FOUND, "no such room");
    show(found[0], visitor);
}

std::string listRooms(pqxx::transaction_base& transaction, const vuedeo_room_query& query,
                      const vuedeo_room_visitor& visitor) {
    const std::string_view wanted = view(query.text);
    if (wanted.size() > kMaxSearchBytes || !isUtf8(wanted))
        throw Error::invalid("text", "the text must be UTF-8 of at most 256 bytes");
    if (query.limit == 0 || query.limit > kMaxPage)
        throw Error::invalid("limit", "the limit must be from 1 to 100");
    const Cursor after = decodeCursor(view(query.cursor));
    const bool anyTime = query.from_ms == 0 && query.to_ms == 0;
    constexpr int64_t kForEver = std::numeric_limits<int64_t>::max();
    const int64_t to = query.to_ms == 0 ? kForEver : query.to_ms;

    // One more than asked for tells whether there is a next page.
    const pqxx::result found = pq::exec(
        transaction, sql::kListRooms,
        {containsPattern(wanted), anyTime ? "" : timestamp(query.from_ms),
         anyTime ? "" : timestamp(to), timestamp(after.activeAt), std::to_string(after.roomId),
         std::to_string(query.limit + 1), timestamp(readState(transaction).rawDeletedBefore)});
    Cursor last;
    uint32_t shown = 0;
    for (const auto& row : found) {
        if (shown++ == query.limit) return encodeCursor(last);
        last = {row[kActiveAt].as<int64_t>(), row[kRoomId].as<int64_t>()};
        if (show(row, visitor) == VUEDEO_STOP) return encodeCursor(last);
    }
    return {};
}

void listParticipants(pqxx::transaction_base& transaction, std::string_view room, const Call& call,
                      const vuedeo_participant_visitor& visitor) {
    const std::string roomId = std::to_string(idOfRoom(transaction, room));
    forEachRow(transaction, sql::kListParticipants, {roomId}, call, [&](const pqxx::row& row) {
        vuedeo_participant participant{};
        participant.size = sizeof participant;
        participant.room = str(room);
        participant.id = str(text(row[0]));
        participant.display_name = str(text(row[1]));
        participant.joined_at_ms = row[2].as<int64_t>();
        participant.first_sample_at_ms = row[3].as<int64_t>();
        participant.last_sample_at_ms = row[4].as<int64_t>();
        participant.sample_count = row[5].as<uint64_t>();
        participant.left_at_ms = row[6].as<int64_t>();
        return visitor.visit(visitor.ctx, &participant) != VUEDEO_STOP;
    });
}

}  // namespace vuedeo::timescale
