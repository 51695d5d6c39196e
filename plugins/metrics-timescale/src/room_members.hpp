// The participants that a query is about.
#pragma once
#include <cstdint>
#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <unordered_map>

namespace vuedeo::timescale {

struct RoomMembers {
    std::string roomId;
    std::string ids;                                  // an array, in the order they came in
    std::unordered_map<int64_t, std::string> nameOf;  // by id
};

// participant: empty for all of them. Throws Error NOT_FOUND for an unknown room.
RoomMembers findMembers(pqxx::transaction_base& transaction, std::string_view room,
                        std::string_view participant);

}  // namespace vuedeo::timescale
