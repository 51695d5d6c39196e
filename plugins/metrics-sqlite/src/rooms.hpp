// Reads rooms and participants. Plain functions on a reader's connection, inside its transaction.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "connection.hpp"

namespace vuedeo::sqlite {

// Throws Error NOT_FOUND.
int64_t idOfRoom(Connection& connection, std::string_view name);
// Throws Error NOT_FOUND.
void findRoom(Connection& connection, std::string_view name, const vuedeo_room_visitor& visitor);
// Returns the cursor of the next page; empty on the last one.
std::string listRooms(Connection& connection, const vuedeo_room_query& query,
                      const vuedeo_room_visitor& visitor);
// Throws Error NOT_FOUND for a room that does not exist.
void listParticipants(Connection& connection, std::string_view room,
                      const vuedeo_participant_visitor& visitor);

// LIKE pattern of "contains this text", whose % and _ stand for themselves (ESCAPE '\').
std::string containsPattern(std::string_view text);

}  // namespace vuedeo::sqlite
