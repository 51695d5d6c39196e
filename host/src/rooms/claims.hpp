// What tokens say.
#pragma once
#include <cstdint>
#include <string>

namespace vuedeo::rooms {

// Of a participant's.
struct Claims {
    std::string room;
    std::string participantId;
    std::string displayName;
    uint32_t maxParticipants = 0;  // of the room; 0: the provider's default
    int64_t expiresAtMs = 0;       // kept in whole seconds
};

// Of an owner's: whoever made the room. A later room of the same name has another creation.
struct Ownership {
    std::string room;
    int64_t createdAtMs = 0;  // the room's
    int64_t expiresAtMs = 0;  // kept in whole seconds
};

}  // namespace vuedeo::rooms
