#include "room_members.hpp"

#include "array_literal.hpp"
#include "names.hpp"
#include "pq.hpp"
#include "rooms.hpp"
#include "sql.hpp"

namespace vuedeo::timescale {

RoomMembers findMembers(pqxx::transaction_base& transaction, std::string_view room,
                        std::string_view participant) {
    RoomMembers members;
    members.roomId = std::to_string(idOfRoom(transaction, room));
    ArrayLiteral ids;
    if (participant.empty() || isParticipantId(participant)) {
        const pqxx::result found = pq::exec(transaction, sql::kFindParticipants,
                                            {members.roomId, std::string(participant)});
        for (const auto& row : found) {
            const auto id = row[0].as<int64_t>();
            ids.add(id);
            members.nameOf.emplace(id, row[1].c_str());
        }
    }
    members.ids = ids.take();
    return members;
}

}  // namespace vuedeo::timescale
