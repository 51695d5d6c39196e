// Text from outside: percent escapes (RFC 3986) and UTF-8 (RFC 3629).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace vuedeo::http {

enum class Plus { kIsPlus, kIsSpace };  // a path's '+' is a plus, a query's a space

// Nothing if a '%' is not followed by two hexadecimal digits.
std::optional<std::string> percentDecode(std::string_view text, Plus plus);

bool isValidUtf8(std::string_view text) noexcept;  // no overlong forms, no surrogates
bool hasControlCharacter(std::string_view text) noexcept;

}  // namespace vuedeo::http
