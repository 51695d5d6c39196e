#include "rooms.hpp"

#include <algorithm>
#include <limits>
#include <vuedeo/plugin.hpp>

#include "cursor.hpp"
#include "names.hpp"
#include "sql.hpp"

namespace vuedeo::sqlite {
namespace {

constexpr uint32_t kMaxPage = 100;
constexpr std::size_t kMaxSearchBytes = 256;
constexpr int kActiveAt = 9;
constexpr int kRoomId = 10;

// Columns of kFindRoom and kListRooms.
int32_t show(const Statement& row, const vuedeo_room_visitor& visitor) {
    vuedeo_room room{};
    room.size = sizeof room;
    room.name = str(row.text(0));
    room.provider = str(row.text(1));
    room.provider_json = str(row.text(2));
    room.max_participants = static_cast<uint32_t>(row.integer(3));
    room.created_at_ms = row.integer(4);
    room.expires_at_ms = row.integer(5);
    room.ended_at_ms = row.integer(6);
    room.last_sample_at_ms = row.integer(7);
    room.participant_count = static_cast<uint32_t>(row.integer(8));
    room.active_at_ms = row.integer(kActiveAt);
    return visitor.visit(visitor.ctx, &room);
}

Cursor cursorOf(const Statement& row) {
    return {row.integer(kActiveAt), row.integer(kRoomId)};
}

void bindRange(Statement& select, const vuedeo_room_query& query) {
    if (query.from_ms == 0 && query.to_ms == 0) {
        select.bindNull(2).bindNull(3);
        return;
    }
    constexpr int64_t kForEver = std::numeric_limits<int64_t>::max();
    select.bind(2, query.from_ms).bind(3, query.to_ms == 0 ? kForEver : query.to_ms);
}

}  // namespace

int64_t idOfRoom(Connection& connection, std::string_view name) {
    Statement select(connection, sql::kSelectRoomId);
    if (!select.bind(1, name).step()) throw Error(VUEDEO_E_NOT_FOUND, "no such room");
    return select.integer(0);
}

std::string containsPattern(std::string_view text) {
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

void findRoom(Connection& connection, std::string_view name, const vuedeo_room_visitor& visitor) {
    Statement select(connection, sql::kFindRoom);
    if (!select.bind(1, name).step()) throw Error(VUEDEO_E_NOT_FOUND, "no such room");
    show(select, visitor);
}

std::string listRooms(Connection& connection, const vuedeo_room_query& query,
                      const vuedeo_room_visitor& visitor) {
    const std::string_view text = view(query.text);
    if (text.size() > kMaxSearchBytes || !isUtf8(text)) {
        throw Error::invalid("text", "the text must be UTF-8 of at most 256 bytes");
    }
    if (query.limit == 0 || query.limit > kMaxPage) {
        throw Error::invalid("limit", "the limit must be from 1 to 100");
    }
    const Cursor after = decodeCursor(view(query.cursor));
    const std::string pattern = containsPattern(text);

    Statement select(connection, sql::kListRooms);
    if (text.empty()) {
        select.bindNull(1);
    } else {
        select.bind(1, pattern);
    }
    bindRange(select, query);
    // One more than asked for tells whether there is a next page.
    select.bind(4, after.activeAt).bind(5, after.roomId).bind(6, int64_t{query.limit} + 1);
    Cursor last;
    for (uint32_t shown = 0; select.step(); ++shown) {
        if (shown == query.limit) return encodeCursor(last);
        last = cursorOf(select);
        if (show(select, visitor) == VUEDEO_STOP) return encodeCursor(last);
    }
    return {};
}

void listParticipants(Connection& connection, std::string_view room,
                      const vuedeo_participant_visitor& visitor) {
    Statement select(connection, sql::kListParticipants);
    select.bind(1, idOfRoom(connection, room));
    while (select.step()) {
        vuedeo_participant participant{};
        participant.size = sizeof participant;
        participant.room = str(room);
        participant.id = str(select.text(0));
        participant.display_name = str(select.text(1));
        participant.joined_at_ms = select.integer(2);
        participant.first_sample_at_ms = select.integer(3);
        participant.last_sample_at_ms = select.integer(4);
        participant.sample_count = static_cast<uint64_t>(select.integer(5));
        participant.left_at_ms = select.integer(6);
        if (visitor.visit(visitor.ctx, &participant) == VUEDEO_STOP) return;
    }
}

}  // namespace vuedeo::sqlite
