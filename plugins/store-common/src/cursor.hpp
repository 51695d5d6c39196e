// Where a page of rooms ended, as the opaque text that a client brings back.
#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace vuedeo {
inline namespace store_common {

struct Cursor {
    // The default stands before the first room.
    int64_t activeAt = std::numeric_limits<int64_t>::max();
    int64_t roomId = std::numeric_limits<int64_t>::max();
};

std::string encodeCursor(const Cursor& cursor);
// Empty: the first page. Throws Error INVALID, field "cursor", for what encodeCursor did not make.
Cursor decodeCursor(std::string_view text);

}  // namespace store_common
}  // namespace vuedeo
