// Who is asking: participant tokens and the administrator's.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "config/config.hpp"
#include "net/message.hpp"
#include "rooms/token.hpp"

namespace vuedeo::api {

// The token of "Authorization: Bearer <token>", or nothing when there is no such header. Throws
// Problem 401 token-invalid for another scheme.
std::optional<std::string> bearerToken(const net::Request& request);

// Claims for this room, verified as of a time. Throws Problem 401 token-missing, token-invalid,
// token-expired; 403 token-foreign.
rooms::Claims participantOf(const rooms::TokenSigner& tokens,
                            const std::optional<std::string>& token, const std::string& room,
                            int64_t atMs);

// Whether the request brings the administrator's token; in mode "open" everybody's does.
bool isAdministrator(const config::Server& server, const net::Request& request);
// In every mode, throws Problem 401 unless the request brings the administrator's token, and 403
// while none is configured.
void requireAdminToken(const config::Server& server, const net::Request& request);
// In mode "private", throws Problem 401 unless the request brings the administrator's token.
void requireAdministrator(const config::Server& server, const net::Request& request);

}  // namespace vuedeo::api
