// The surrogate keys of rooms and participants: looked up once, made when missing, remembered.
//
// Belongs to the writer's session and to its thread. What it remembers is true only while every
// transaction of the session commits: after a rollback it must forget.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "connection.hpp"

namespace vuedeo::sqlite {

struct Identity {
    int64_t roomId;
    int64_t participantId;
    int64_t lastSampleAt;  // a later sample cannot be a duplicate
};

class Identities {
public:
    explicit Identities(Connection& connection);

    // Null: not remembered. Only valid names are.
    Identity* find(std::string_view roomName, std::string_view id);
    // Names must be valid. firstSeenAt: the creation time of a room seen through samples only.
    Identity& participant(std::string_view roomName, std::string_view id, int64_t firstSeenAt);

    // Between batches: keeps memory bounded. References end here.
    void trim();
    void forget() { cache_.clear(); }

private:
    int64_t room(std::string_view name, int64_t firstSeenAt);
    Identity load(std::string_view roomName, std::string_view id, int64_t firstSeenAt);

    Connection& connection_;
    Statement selectRoom_;
    Statement insertRoom_;
    Statement countParticipant_;
    Statement selectParticipant_;
    Statement insertParticipant_;
    std::string key_;
    std::unordered_map<std::string, Identity> cache_;  // by room name, NUL, participant id
};

}  // namespace vuedeo::sqlite
