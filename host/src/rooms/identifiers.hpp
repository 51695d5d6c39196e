// Names of rooms and ids of participants: what is valid, and how new ones are made.
#pragma once
#include <string>
#include <string_view>

namespace vuedeo::rooms {

// 1..128 of A-Z a-z 0-9 - _
bool isRoomName(std::string_view text) noexcept;
// 1..36 of the same.
bool isParticipantId(std::string_view text) noexcept;
// 1..64 characters of well-formed UTF-8 without control characters, not only white space.
bool isDisplayName(std::string_view text) noexcept;

// "k7m2-x9d4w-t8hn": 65 random bits in Crockford's base 32, grouped to be read aloud. Whoever knows
// a room's name may enter it, so it must not be guessed.
std::string makeRoomName();
// A random UUID (version 4, RFC 9562).
std::string makeParticipantId();

}  // namespace vuedeo::rooms
