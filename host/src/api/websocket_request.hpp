// What every WebSocket of the API requires of its request.
#pragma once
#include "config/config.hpp"
#include "net/message.hpp"

namespace vuedeo::api {

// Throws Problem 403 origin-foreign for a page of another site, and 426 upgrade-required for what
// is no WebSocket handshake.
void requireWebSocket(const config::Server& server, const net::Request& request);

}  // namespace vuedeo::api
