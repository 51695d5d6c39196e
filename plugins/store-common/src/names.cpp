#include "names.hpp"

#include <algorithm>

namespace vuedeo {
inline namespace store_common {
namespace {

bool isNameCharacter(char c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

struct Sequence {
    std::size_t bytes;  // 0: cannot begin a character
    unsigned char low;  // of the second byte
    unsigned char high;
};

// Table 3-7 of the Unicode standard.
Sequence sequenceOf(unsigned char lead) noexcept {
    if (lead >= 0x01 && lead <= 0x7f) return {1, 0, 0};
    if (lead >= 0xc2 && lead <= 0xdf) return {2, 0x80, 0xbf};
    if (lead == 0xe0) return {3, 0xa0, 0xbf};
    if (lead == 0xed) return {3, 0x80, 0x9f};
    if (lead >= 0xe1 && lead <= 0xef) return {3, 0x80, 0xbf};
    if (lead == 0xf0) return {4, 0x90, 0xbf};
    if (lead >= 0xf1 && lead <= 0xf3) return {4, 0x80, 0xbf};
    if (lead == 0xf4) return {4, 0x80, 0x8f};
    return {0, 0, 0};
}

}  // namespace

bool isUtf8(std::string_view text) noexcept {
    std::size_t at = 0;
    while (at < text.size()) {
        const Sequence sequence = sequenceOf(static_cast<unsigned char>(text[at]));
        if (sequence.bytes == 0 || text.size() - at < sequence.bytes) return false;
        for (std::size_t i = 1; i < sequence.bytes; ++i) {
            const auto byte = static_cast<unsigned char>(text[at + i]);
            const unsigned char low = i == 1 ? sequence.low : 0x80;
            const unsigned char high = i == 1 ? sequence.high : 0xbf;
            if (byte < low || byte > high) return false;
        }
        at += sequence.bytes;
    }
    return true;
}

bool isRoomName(std::string_view name) noexcept {
    return !name.empty() && name.size() <= kMaxRoomNameBytes &&
           std::all_of(name.begin(), name.end(), isNameCharacter);
}

bool isParticipantId(std::string_view id) noexcept {
    return !id.empty() && id.size() <= kMaxParticipantIdBytes && isUtf8(id);
}

}  // namespace store_common
}  // namespace vuedeo
