#include "net/ip_network.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace vuedeo::net {
namespace {

constexpr IpAddress kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0};
constexpr std::size_t kMappedBytes = 12;
constexpr unsigned kAllBits = 128;

bool isIpv4(const IpAddress& address) noexcept {
    return std::equal(kMapped.begin(), kMapped.begin() + kMappedBytes, address.begin());
}

IpAddress masked(IpAddress address, unsigned prefix) noexcept {
    for (unsigned i = 0; i < address.size(); ++i) {
        const unsigned kept = prefix > 8 * i ? std::min(prefix - 8 * i, 8U) : 0;
        address[i] = static_cast<uint8_t>(address[i] & (0xFF00U >> kept));
    }
    return address;
}

std::optional<unsigned> parseNumber(std::string_view text) {
    unsigned number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (text.empty() || error != std::errc{} || stop != end) return std::nullopt;
    return number;
}

}  // namespace

std::optional<IpAddress> parseIpAddress(std::string_view text) {
    const std::string copy(text);
    if (copy.find('\0') != std::string::npos) return std::nullopt;
    IpAddress address = kMapped;
    if (::inet_pton(AF_INET, copy.c_str(), &address[kMappedBytes]) == 1) return address;
    if (::inet_pton(AF_INET6, copy.c_str(), address.data()) == 1) return address;
    return std::nullopt;
}

std::string toText(const IpAddress& address) {
    char text[INET6_ADDRSTRLEN];
    if (isIpv4(address)) return ::inet_ntop(AF_INET, &address[kMappedBytes], text, sizeof text);
    return ::inet_ntop(AF_INET6, address.data(), text, sizeof text);
}

bool IpNetwork::contains(const IpAddress& other) const noexcept {
    return masked(other, prefix) == address;
}

std::optional<IpNetwork> parseIpNetwork(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto address = parseIpAddress(text.substr(0, slash));
    if (!address) return std::nullopt;
    const bool version4 = text.find(':') == std::string_view::npos;
    const unsigned most = version4 ? 32 : kAllBits;
    const auto bits = slash == std::string_view::npos ? most : parseNumber(text.substr(slash + 1));
    if (!bits || *bits > most) return std::nullopt;
    const IpNetwork network{*address, *bits + (kAllBits - most)};
    if (!network.contains(*address)) return std::nullopt;
    return network;
}

}  // namespace vuedeo::net
