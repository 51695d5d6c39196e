// Where the number of each quality field comes from, and who can tell it, for people.
// sdk/QUALITY.md shows the same. Constant data; any thread.
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>

namespace vuedeo::quality {

const char* originName(
    uint32_t field) noexcept;                   // the field's name, to hold the two lists together
const char* sourceOf(uint32_t field) noexcept;  // "outbound-rtp bytesSent": W3C webrtc-stats
// Some of "chromium", "firefox" (a call from browser to browser there) and "daily" (a call on it).
nlohmann::json suppliersOf(uint32_t field);

}  // namespace vuedeo::quality
