// A request's JSON body, read strictly: what a lenient reader would guess about is refused.
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "net/message.hpp"

namespace vuedeo::http {

inline constexpr int kJsonDepth = 16;

// Throws Problem 415 unless the Content-Type is application/json (in UTF-8).
void requireJsonMediaType(const net::Request& request);

// Throws Problem: 415 unless the Content-Type is application/json (in UTF-8), 400 "json-invalid"
// with line and column for what is not JSON (RFC 8259) in valid UTF-8, for an empty body, a member
// given twice (its name in field), and nesting beyond kJsonDepth.
nlohmann::json parseJsonBody(const net::Request& request);

}  // namespace vuedeo::http
