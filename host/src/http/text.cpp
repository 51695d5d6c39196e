#include "http/text.hpp"

#include <algorithm>
#include <cstddef>

namespace vuedeo::http {
namespace {

int hexDigit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

struct Utf8Lead {
    std::size_t following;
    unsigned char secondMin;  // the range of the second byte excludes overlong forms and surrogates
    unsigned char secondMax;
};

std::optional<Utf8Lead> utf8Lead(unsigned char byte) noexcept {
    if (byte < 0x80) return Utf8Lead{0, 0, 0};
    if (byte >= 0xC2 && byte <= 0xDF) return Utf8Lead{1, 0x80, 0xBF};
    if (byte == 0xE0) return Utf8Lead{2, 0xA0, 0xBF};
    if (byte == 0xED) return Utf8Lead{2, 0x80, 0x9F};
    if (byte >= 0xE1 && byte <= 0xEF) return Utf8Lead{2, 0x80, 0xBF};
    if (byte == 0xF0) return Utf8Lead{3, 0x90, 0xBF};
    if (byte >= 0xF1 && byte <= 0xF3) return Utf8Lead{3, 0x80, 0xBF};
    if (byte == 0xF4) return Utf8Lead{3, 0x80, 0x8F};
    return std::nullopt;
}

}  // namespace

std::optional<std::string> percentDecode(std::string_view text, Plus plus) {
    const char* const special = plus == Plus::kIsSpace ? "%+" : "%";
    const std::size_t plain = std::min(text.find_first_of(special), text.size());
    std::string decoded(text.substr(0, plain));
    decoded.reserve(text.size());
    for (std::size_t i = plain; i < text.size(); ++i) {
        if (text[i] == '+' && plus == Plus::kIsSpace) {
            decoded += ' ';
        } else if (text[i] != '%') {
            decoded += text[i];
        } else {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hexDigit(text[i + 1]);
            const int low = hexDigit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return decoded;
}

bool isValidUtf8(std::string_view text) noexcept {
    std::size_t i = 0;
    while (i < text.size()) {
        const auto lead = utf8Lead(static_cast<unsigned char>(text[i++]));
        if (!lead || text.size() - i < lead->following) return false;
        for (std::size_t n = 0; n < lead->following; ++n) {
            const auto byte = static_cast<unsigned char>(text[i++]);
            const unsigned char min = n == 0 ? lead->secondMin : 0x80;
            const unsigned char max = n == 0 ? lead->secondMax : 0xBF;
            if (byte < min || byte > max) return false;
        }
    }
    return true;
}

bool hasControlCharacter(std::string_view text) noexcept {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7F;
    });
}

}  // namespace vuedeo::http
