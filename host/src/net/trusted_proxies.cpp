#include "net/trusted_proxies.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "net/syntax.hpp"

namespace vuedeo::net {
namespace {

// The items of all fields of a name, in one list.
std::string listOf(const Request& request, std::string_view name) {
    std::string list;
    for (const auto& [field, value] : request.head) {
        if (!equalsIgnoringCase(field, name)) continue;
        if (!list.empty()) list += ',';
        list += value;
    }
    return list;
}

// Takes the last item off a list.
std::string_view takeLast(std::string_view& list) {
    const std::size_t comma = list.rfind(',');
    const std::string_view item = comma == std::string_view::npos ? list : list.substr(comma + 1);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
    return trim(item);
}

// Some proxies write a port after the address, and then IPv6 in brackets.
std::optional<IpAddress> parseHop(std::string_view text) {
    if (!text.empty() && text.front() == '[')
        return parseIpAddress(text.substr(1, text.find(']') - 1));
    if (std::count(text.begin(), text.end(), ':') == 1) text = text.substr(0, text.find(':'));
    return parseIpAddress(text);
}

}  // namespace

bool TrustedProxies::trust(const IpAddress& address) const {
    return std::any_of(networks_.begin(), networks_.end(),
                       [&](const IpNetwork& network) { return network.contains(address); });
}

bool TrustedProxies::trust(const std::string& address) const {
    if (networks_.empty()) return false;
    const auto parsed = parseIpAddress(address);
    return parsed && trust(*parsed);
}

bool TrustedProxies::readForwarded(Request& request) const {
    const std::string protocols = listOf(request, "X-Forwarded-Proto");
    std::string_view rest = protocols;
    const std::string_view protocol = takeLast(rest);
    if (equalsIgnoringCase(protocol, "https")) request.secure = true;
    if (equalsIgnoringCase(protocol, "http")) request.secure = false;

    const std::string hosts = listOf(request, "X-Forwarded-Host");
    rest = hosts;
    const std::string_view host = takeLast(rest);
    if (isHost(host)) request.forwardedHost = host;

    const std::string hops = listOf(request, "X-Forwarded-For");
    rest = hops;
    while (!rest.empty()) {
        const auto hop = parseHop(takeLast(rest));
        if (!hop) return false;
        request.peer = toText(*hop);
        if (!trust(*hop)) return true;
    }
    return false;
}

}  // namespace vuedeo::net
