// The opening handshake of a WebSocket (RFC 6455, 4.2). Pure.
#pragma once
#include <optional>
#include <string>

#include "net/message.hpp"

namespace vuedeo::net {

// Why the request is not a handshake that can be accepted (400 or 426), or nothing.
std::optional<Response> refuseHandshake(const Request& request);

// The whole 101 answer. protocol: the subprotocol chosen, or empty.
std::string acceptHandshake(const Request& request, const std::string& protocol);

}  // namespace vuedeo::net
