#include "writer.hpp"

#include <cmath>
#include <cstdint>

namespace vuedeo::charts::svg {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool isContinuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

}  // namespace

std::string number(double value) {
    const auto hundredths = static_cast<int64_t>(std::llround(value * 100));
    const int64_t size = hundredths < 0 ? -hundredths : hundredths;
    std::string text = (hundredths < 0 ? "-" : "") + std::to_string(size / 100);
    const int64_t rest = size % 100;
    if (rest == 0) return text;
    text += '.';
    text += static_cast<char>('0' + rest / 10);
    if (rest % 10 != 0) text += static_cast<char>('0' + rest % 10);
    return text;
}

std::string escaped(std::string_view utf8) {
    std::string text;
    text.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const char c = utf8[i];
        if (c == '&') {
            text += "&amp;";
        } else if (c == '<') {
            text += "&lt;";
        } else if (c == '>') {
            text += "&gt;";
        } else if (c == '"') {
            text += "&quot;";
        } else if (c == '\'') {
            text += "&#39;";
        } else if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') {
            text += kReplacement;
        } else if (utf8.substr(i, 2) == "\xEF\xBF" && i + 2 < utf8.size() &&
                   static_cast<unsigned char>(utf8[i + 2]) >= 0xBE) {  // U+FFFE, U+FFFF
            text += kReplacement;
            i += 2;
        } else {
            text += c;
        }
    }
    return text;
}

std::string shortened(std::string_view utf8, std::size_t most) {
    std::size_t characters = 0;
    std::size_t end = 0;  // of the first most - 1 characters
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        if (isContinuation(utf8[i])) continue;
        if (++characters == most) end = i;
    }
    if (characters <= most) return std::string(utf8);
    return std::string(utf8.substr(0, end)) + "\xE2\x80\xA6";
}

void Writer::begin(const char* element, Attributes attributes) {
    out_ += '<';
    out_ += element;
    for (const auto& [name, value] : attributes) {
        if (value.empty()) continue;
        out_ += ' ';
        out_ += name;
        out_ += "=\"" + escaped(value) + '"';
    }
}

void Writer::open(const char* element, Attributes attributes) {
    begin(element, attributes);
    out_ += ">\n";
}

void Writer::close(const char* element) {
    out_ += "</" + std::string(element) + ">\n";
}

void Writer::leaf(const char* element, Attributes attributes) {
    begin(element, attributes);
    out_ += "/>\n";
}

void Writer::text(const char* element, std::string_view content, Attributes attributes) {
    begin(element, attributes);
    out_ += '>' + escaped(content);
    close(element);
}

}  // namespace vuedeo::charts::svg
