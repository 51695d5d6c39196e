// The plugin's configuration table, checked. Read once, at creation; immutable afterwards.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vuedeo::mesh {

struct Config {
    std::vector<std::string> stunUrls;
    std::vector<std::string> turnUrls;
    std::string turnSecret;  // shared with the TURN server; must not be logged
    int64_t turnTtlS = 0;
    uint32_t maxParticipants = 0;
    uint32_t maxRooms = 0;
};

// The largest room, whatever is asked for: each browser sends its picture to every other one.
constexpr uint32_t kMaxParticipantsCeiling = 16;

// Throws Error INVALID with the key at fault.
Config parseConfig(std::string_view json);

}  // namespace vuedeo::mesh
