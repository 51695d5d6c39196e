#include "config/plane16.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace vuedeo::config {
namespace {

uint32_t low6(char character) {
    return static_cast<unsigned char>(character) & 0x3FU;
}

bool continues(std::string_view text, std::size_t at, std::size_t count) {
    if (text.size() - at <= count) return false;
    return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                       text.begin() + static_cast<std::ptrdiff_t>(at + count) + 1,
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; });
}

void append(std::string& result, std::initializer_list<uint32_t> bytes) {
    for (const uint32_t byte : bytes) result += static_cast<char>(byte);
}

}  // namespace

std::string toPlane16(std::string_view text) {
    std::string result;
    result.reserve(text.size() + text.size() / 4);
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        uint32_t code = 0;
        std::size_t length = 1;
        if (first >= 0xC2 && first <= 0xDF && continues(text, i, 1)) {
            code = (first & 0x1FU) << 6U | low6(text[i + 1]);
            length = 2;
        } else if (first >= 0xE0 && first <= 0xEF && continues(text, i, 2)) {
            code = (first & 0x0FU) << 12U | low6(text[i + 1]) << 6U | low6(text[i + 2]);
            length = 3;
        }
        const bool overlong = length == 3 && code < 0x800;
        const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        if (length == 1 || overlong || surrogate) {
            result += text.substr(i, length);
        } else {
            append(result,
                   {0xF4, 0x80 | code >> 12U, 0x80 | (code >> 6U & 0x3FU), 0x80 | (code & 0x3FU)});
        }
        i += length;
    }
    return result;
}

std::string fromPlane16(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        if (first != 0xF4 || !continues(text, i, 3) || low6(text[i + 1]) > 0x0F) {
            result += text[i++];
            continue;
        }
        const uint32_t code =
            low6(text[i + 1]) << 12U | low6(text[i + 2]) << 6U | low6(text[i + 3]);
        if (code < 0x800) {
            append(result, {0xC0 | code >> 6U, 0x80 | (code & 0x3FU)});
        } else {
            append(result,
                   {0xE0 | code >> 12U, 0x80 | (code >> 6U & 0x3FU), 0x80 | (code & 0x3FU)});
        }
        i += 4;
    }
    return result;
}

std::size_t findPlane16(std::string_view text) {
    return std::min(text.find('\xF4'), text.find("\\U0010"));
}

}  // namespace vuedeo::config
