#include "cursor.hpp"

#include <cinttypes>
#include <cstdio>
#include <vuedeo/plugin.hpp>

namespace vuedeo {
inline namespace store_common {
namespace {

constexpr std::size_t kNumberDigits = 16;
constexpr std::size_t kCheckDigits = 8;
constexpr std::size_t kCursorSize = 2 * kNumberDigits + kCheckDigits;

// FNV-1a. It finds a damaged cursor; a forged one shows no more than another page of the list.
uint32_t checksum(std::string_view text) noexcept {
    uint32_t hash = 2166136261U;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash;
}

bool parseHex(std::string_view digits, uint64_t& value) noexcept {
    value = 0;
    for (const char c : digits) {
        const bool isDigit = c >= '0' && c <= '9';
        if (!isDigit && (c < 'a' || c > 'f')) return false;
        value = value << 4U | static_cast<uint64_t>(isDigit ? c - '0' : c - 'a' + 10);
    }
    return true;
}

}  // namespace

std::string encodeCursor(const Cursor& cursor) {
    char text[kCursorSize + 1];
    std::snprintf(text, sizeof text, "%016" PRIx64 "%016" PRIx64,
                  static_cast<uint64_t>(cursor.activeAt), static_cast<uint64_t>(cursor.roomId));
    std::snprintf(text + 2 * kNumberDigits, kCheckDigits + 1, "%08" PRIx32,
                  checksum({text, 2 * kNumberDigits}));
    return text;
}

Cursor decodeCursor(std::string_view text) {
    if (text.empty()) return {};
    uint64_t activeAt = 0;
    uint64_t roomId = 0;
    uint64_t check = 0;
    if (text.size() != kCursorSize || !parseHex(text.substr(0, kNumberDigits), activeAt) ||
        !parseHex(text.substr(kNumberDigits, kNumberDigits), roomId) ||
        !parseHex(text.substr(2 * kNumberDigits), check) ||
        check != checksum(text.substr(0, 2 * kNumberDigits))) {
        throw Error::invalid("cursor", "not a cursor that this store has given out");
    }
    return {static_cast<int64_t>(activeAt), static_cast<int64_t>(roomId)};
}

}  // namespace store_common
}  // namespace vuedeo
