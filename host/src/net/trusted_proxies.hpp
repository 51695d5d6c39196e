// What the proxies before this server say of a client: X-Forwarded-For, -Proto and -Host. Anybody
// can write these fields, so they count from the proxies of the configuration only.
#pragma once
#include <string>
#include <vector>

#include "net/ip_network.hpp"
#include "net/message.hpp"

namespace vuedeo::net {

class TrustedProxies {
public:
    explicit TrustedProxies(std::vector<IpNetwork> networks) : networks_(std::move(networks)) {}

    bool trust(const std::string& address) const;

    // Writes into a request that has come from a trusted proxy who sent it and how the client
    // reached the first proxy. False: it names nobody but proxies. Each proxy adds the address that
    // it sees itself at the end of X-Forwarded-For, so the client is the last one that is no proxy;
    // what stands before that is the client's own word. Of the other fields the last item counts.
    bool readForwarded(Request& request) const;

private:
    bool trust(const IpAddress& address) const;

    std::vector<IpNetwork> networks_;
};

}  // namespace vuedeo::net
