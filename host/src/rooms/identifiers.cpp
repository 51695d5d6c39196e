#include "rooms/identifiers.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

namespace vuedeo::rooms {
namespace {

template <std::size_t Size>
std::array<unsigned char, Size> randomBytes() {
    std::array<unsigned char, Size> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(Size)) != 1) {
        throw std::runtime_error("the system gives no random numbers");
    }
    return bytes;
}

bool isNameCharacter(char c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

// The length of the UTF-8 sequence at the start of text and its code point; 0 when malformed
// (overlong, surrogate, beyond U+10FFFF or cut short).
std::size_t decode(std::string_view text, char32_t& codePoint) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    std::size_t size = 0;
    char32_t least = 0;
    if (lead < 0x80) {
        codePoint = lead;
        return 1;
    }
    if ((lead & 0xE0) == 0xC0) {
        size = 2;
        codePoint = lead & 0x1FU;
        least = 0x80;
    } else if ((lead & 0xF0) == 0xE0) {
        size = 3;
        codePoint = lead & 0x0FU;
        least = 0x800;
    } else if ((lead & 0xF8) == 0xF0) {
        size = 4;
        codePoint = lead & 0x07U;
        least = 0x10000;
    }
    if (size == 0 || text.size() < size) return 0;
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return 0;
        codePoint = (codePoint << 6U) | (byte(i) & 0x3FU);
    }
    const bool surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
    return codePoint < least || codePoint > 0x10FFFF || surrogate ? 0 : size;
}

}  // namespace

bool isRoomName(std::string_view text) noexcept {
    return !text.empty() && text.size() <= 128 &&
           std::all_of(text.begin(), text.end(), isNameCharacter);
}

bool isParticipantId(std::string_view text) noexcept {
    return text.size() <= 36 && isRoomName(text);
}

bool isDisplayName(std::string_view text) noexcept {
    std::size_t characters = 0;
    bool visible = false;
    while (!text.empty()) {
        char32_t codePoint = 0;
        const std::size_t size = decode(text, codePoint);
        const bool control = codePoint < 0x20 || (codePoint >= 0x7F && codePoint < 0xA0);
        if (size == 0 || control || ++characters > 64) return false;
        if (codePoint != ' ' && codePoint != 0xA0) visible = true;
        text.remove_prefix(size);
    }
    return visible;
}

std::string makeRoomName() {
    static constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string name;
    for (const unsigned char byte : randomBytes<13>()) {
        if (name.size() == 4 || name.size() == 10) name += '-';
        name += kAlphabet[byte & 31U];
    }
    return name;
}

std::string makeParticipantId() {
    static constexpr std::string_view kHex = "0123456789abcdef";
    auto bytes = randomBytes<16>();
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
    std::string id;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) id += '-';
        id += kHex[bytes[i] >> 4U];
        id += kHex[bytes[i] & 15U];
    }
    return id;
}

}  // namespace vuedeo::rooms
