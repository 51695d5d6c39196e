// What a participant's token says.
#pragma once
#include <cstdint>
#include <string>

namespace vuedeo::rooms {

struct Claims {
    std::string room;
    std::string participantId;
    std::string displayName;
    uint32_t maxParticipants = 0;  // of the room; 0: the provider's default
    int64_t expiresAtMs = 0;       // kept in whole seconds
};

}  // namespace vuedeo::rooms
