// Rooms and participants, read. Each on a reader's transaction.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <vuedeo/plugin.hpp>

namespace vuedeo::timescale {

// Throws Error NOT_FOUND.
int64_t idOfRoom(pqxx::transaction_base& transaction, std::string_view name);
void findRoom(pqxx::transaction_base& transaction, std::string_view name,
              const vuedeo_room_visitor& visitor);
// Returns the next page's cursor, empty on the last one. Throws Error INVALID.
std::string listRooms(pqxx::transaction_base& transaction, const vuedeo_room_query& query,
                      const vuedeo_room_visitor& visitor);
void listParticipants(pqxx::transaction_base& transaction, std::string_view room, const Call& call,
                      const vuedeo_participant_visitor& visitor);

}  // namespace vuedeo::timescale
