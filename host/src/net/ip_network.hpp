// IP addresses, and networks of them in the notation of RFC 4632 ("10.0.0.0/8", "fd00::/8").
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vuedeo::net {

// Of both families: an IPv4 address as ::ffff:a.b.c.d.
using IpAddress = std::array<uint8_t, 16>;

std::optional<IpAddress> parseIpAddress(std::string_view text);
std::string toText(const IpAddress& address);  // one of IPv4 in its own notation

struct IpNetwork {
    IpAddress address{};  // nothing but zeros after the prefix
    unsigned prefix = 0;  // bits of it that count, 0..128

    bool contains(const IpAddress& other) const noexcept;
};

// An address alone is a network of one. Nothing for an address with bits after its prefix
// ("10.0.0.1/8"): whoever writes that means something else.
std::optional<IpNetwork> parseIpNetwork(std::string_view text);

}  // namespace vuedeo::net
