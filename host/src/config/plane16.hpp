// A way around the TOML library's test for blanks, which has undefined behaviour for characters
// from U+00A1 to U+0499, "é" among them (release 3.3, is_non_ascii_horizontal_whitespace), and asks
// it of text inside of strings too. Above U+FEFF its answer is defined: so the text visits there.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace vuedeo::config {

// Moves U+0080..U+FFFF to U+100080..U+10FFFF. What is no UTF-8 stays, for the library to refuse.
std::string toPlane16(std::string_view text);
// And back.
std::string fromPlane16(std::string_view text);

// Where in text a character of that plane stands already, or an escape for one; npos: nowhere.
std::size_t findPlane16(std::string_view text);

}  // namespace vuedeo::config
