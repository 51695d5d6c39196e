// Addresses as an administrator writes them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vuedeo::config {

struct ListenAddress {
    std::string address;  // IPv4 or IPv6, without brackets
    uint16_t port;
};

// "127.0.0.1:3000", "[::1]:3000", "localhost:3000" (127.0.0.1); nothing when it is none of these.
std::optional<ListenAddress> parseListenAddress(std::string_view text);

// "https://calls.example.org" or with a port, without path, query and user; a closing "/" is
// dropped.
std::optional<std::string> parseOrigin(std::string_view text);

}  // namespace vuedeo::config
