// Which names and times a store accepts; what the ABI says of them, checked once more at this
// border.
#pragma once
#include <cstdint>
#include <string_view>

namespace vuedeo {
inline namespace store_common {

inline constexpr std::size_t kMaxRoomNameBytes = 128;
inline constexpr std::size_t kMaxParticipantIdBytes = 128;
inline constexpr std::size_t kMaxDisplayNameBytes = 1024;
inline constexpr std::size_t kMaxProviderJsonBytes = 1 << 20;
inline constexpr int64_t kMaxTimeMs = 253402300800000;  // the year 10000

bool isUtf8(std::string_view text) noexcept;  // well-formed (RFC 3629), and free of NUL
bool isRoomName(std::string_view name) noexcept;
bool isParticipantId(std::string_view id) noexcept;
inline bool isSampleTime(int64_t timeMs) noexcept {
    return timeMs > 0 && timeMs < kMaxTimeMs;
}

}  // namespace store_common
}  // namespace vuedeo
