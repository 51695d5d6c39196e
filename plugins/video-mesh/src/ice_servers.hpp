// What a browser needs to find a path to another one: the members of RTCConfiguration.iceServers.
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "config.hpp"

namespace vuedeo::mesh {

// RFC 2104 with SHA-1, as TURN servers expect it.
std::string base64HmacSha1(std::string_view key, std::string_view message);

// A time-limited TURN credential ("TURN REST API", draft-uberti-behave-turn-rest-00, section 2.2):
// the user name is "<unix expiry>:<participant>", the password is base64(HMAC-SHA1(secret, name)).
struct TurnCredential {
    std::string username;
    std::string password;
};
TurnCredential turnCredential(std::string_view secret, std::string_view participant,
                              int64_t expiresAtS);

// Empty when nothing is configured: browsers then connect over their own networks only. The
// credential ends with the admission (expiresAtMs; 0: only the configured time counts).
nlohmann::json iceServers(const Config& config, std::string_view participant, int64_t nowMs,
                          int64_t expiresAtMs);

}  // namespace vuedeo::mesh
