#include "array_literal.hpp"

#include <charconv>
#include <cmath>
#include <utility>

namespace vuedeo::timescale {
namespace {

template <class Number>
void appendNumber(std::string& text, Number value) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    text.append(digits, end);
}

}  // namespace

ArrayLiteral::ArrayLiteral(std::size_t count, std::size_t elementBytes) {
    text_.reserve(count * (elementBytes + 1) + 2);
}

void ArrayLiteral::separate() {
    if (text_.size() > 1) text_ += ',';
}

void ArrayLiteral::add(int64_t value) {
    separate();
    appendNumber(text_, value);
}

void ArrayLiteral::add(float value) {
    separate();
    if (std::isnan(value)) {
        text_ += "NULL";
    } else {
        appendNumber(text_, value);
    }
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
