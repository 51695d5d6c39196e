#include "array_literal.hpp"

#include <charconv>
#include <utility>

namespace vuedeo::timescale {

ArrayLiteral::ArrayLiteral(std::size_t count, std::size_t elementBytes) {
    text_.reserve(count * (elementBytes + 1) + 2);
}

void ArrayLiteral::separate() {
    if (text_.size() > 1) text_ += ',';
}

void ArrayLiteral::add(int64_t value) {
    separate();
    char digits[32];
    text_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void ArrayLiteral::add(std::string_view text) {
    separate();
    text_ += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') text_ += '\\';
        text_ += c;
    }
    text_ += '"';
}

std::string ArrayLiteral::take() {
    text_ += '}';
    return std::move(text_);
}

}  // namespace vuedeo::timescale
