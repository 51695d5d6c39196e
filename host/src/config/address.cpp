#include "config/address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>

namespace vuedeo::config {
namespace {

struct HostAndPort {
    std::string_view host;  // brackets included
    std::string_view port;
    bool hasPort;
};

std::optional<HostAndPort> split(std::string_view text) {
    const bool bracketed = !text.empty() && text.front() == '[';
    const std::size_t hostEnd = bracketed ? text.find(']') : std::min(text.find(':'), text.size());
    if (bracketed && hostEnd == std::string_view::npos) return std::nullopt;
    const std::string_view host = text.substr(0, bracketed ? hostEnd + 1 : hostEnd);
    const std::string_view rest = text.substr(host.size());
    if (rest.empty()) return HostAndPort{host, {}, false};
    if (rest.front() != ':') return std::nullopt;
    return HostAndPort{host, rest.substr(1), true};
}

std::optional<uint16_t> parsePort(std::string_view text) {
    uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return port;
}

bool isAddress(int family, const std::string& text) {
    in6_addr largest{};
    return inet_pton(family, text.c_str(), &largest) == 1;
}

// The address within "[...]", or nothing.
std::optional<std::string> bracketedIpv6(std::string_view host) {
    if (host.size() < 4 || host.front() != '[' || host.back() != ']') return std::nullopt;
    const std::string inside(host.substr(1, host.size() - 2));
    if (inside.find('\0') != std::string::npos || !isAddress(AF_INET6, inside)) return std::nullopt;
    return inside;
}

bool isHostName(std::string_view host) {
    constexpr std::size_t kLongestName = 253;
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.';
    };
    return !host.empty() && host.size() <= kLongestName && host.front() != '.' &&
           host.find("..") == std::string_view::npos &&
           std::all_of(host.begin(), host.end(), allowed);
}

}  // namespace

std::optional<ListenAddress> parseListenAddress(std::string_view text) {
    const auto parts = split(text);
    if (!parts || !parts->hasPort) return std::nullopt;
    const auto port = parsePort(parts->port);
    if (!port) return std::nullopt;
    if (const auto ipv6 = bracketedIpv6(parts->host)) return ListenAddress{*ipv6, *port};
    const std::string host(parts->host);
    if (host == "localhost") return ListenAddress{"127.0.0.1", *port};
    if (host.find('\0') != std::string::npos || !isAddress(AF_INET, host)) return std::nullopt;
    return ListenAddress{host, *port};
}

std::optional<std::string> parseOrigin(std::string_view text) {
    if (!text.empty() && text.back() == '/') text.remove_suffix(1);
    std::string_view authority;
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (text.substr(0, scheme.size()) == scheme) authority = text.substr(scheme.size());
    }
    const auto parts = split(authority);
    if (!parts || (!isHostName(parts->host) && !bracketedIpv6(parts->host))) return std::nullopt;
    if (parts->hasPort && parsePort(parts->port).value_or(0) == 0) return std::nullopt;
    return std::string(text);
}

}  // namespace vuedeo::config
