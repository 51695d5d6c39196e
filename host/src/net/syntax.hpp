// The grammar of HTTP/1.1 (RFC 9110, RFC 9112), as far as one character or one list goes.
#pragma once
#include <string_view>

namespace vuedeo::net {

bool isToken(std::string_view text) noexcept;           // a method or a field name; not empty
bool isFieldValue(std::string_view text) noexcept;      // no control character but the tab
bool isRequestTarget(std::string_view text) noexcept;   // visible ASCII without '#'; not empty
bool isHost(std::string_view text) noexcept;            // of a Host field; may be empty
std::string_view trim(std::string_view text) noexcept;  // spaces and tabs
bool equalsIgnoringCase(std::string_view a, std::string_view b) noexcept;  // ASCII
// Whether a comma-separated list (Connection, Upgrade) holds the token, in any case.
bool listHolds(std::string_view list, std::string_view token) noexcept;

}  // namespace vuedeo::net
