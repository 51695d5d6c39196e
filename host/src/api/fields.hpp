// Reading members of JSON bodies, path and query parameters: each fault names its field.
#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "http/query.hpp"
#include "http/timestamp.hpp"
#include "net/message.hpp"

namespace vuedeo::api {

using http::kEndOfTimeMs;

// The body must be an object of no other members than these. Throws Problem 400 body-invalid.
void requireMembers(const nlohmann::json& body, std::initializer_list<std::string_view> known);

// Nothing if the member is missing or null. Throw Problem 400 body-invalid.
std::optional<std::string> optionalText(const nlohmann::json& body, const char* name,
                                        std::size_t maxBytes);
std::optional<int64_t> optionalInteger(const nlohmann::json& body, const char* name, int64_t min,
                                       int64_t max);

// The {room} of the path. Throws Problem 404 for what cannot be a room's name.
std::string roomParameter(const net::Request& request);

// Unix time in milliseconds, or RFC 3339 ("2026-01-31T08:00:00Z"). Throws Problem 400
// query-invalid.
std::optional<int64_t> timeParameter(const http::Query& query, const std::string& name);

}  // namespace vuedeo::api
