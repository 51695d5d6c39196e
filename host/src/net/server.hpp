// The server of connections: accepts, parses, dispatches, answers. Knows no route.
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "net/ip_network.hpp"
#include "net/limits.hpp"
#include "net/responder.hpp"
#include "net/tls.hpp"

namespace vuedeo::net {

struct ServerOptions {
    std::string address = "127.0.0.1";
    uint16_t port = 0;     // 0: any free one
    unsigned threads = 0;  // event loops; 0: one a core, at least 2
    Limits limits;
    std::shared_ptr<TlsFiles> tls;  // null: plain HTTP
    std::vector<IpNetwork> trustedProxies;
    bool logRefusals = false;  // what is answered before it reaches the handler
};

struct ServerCounters {
    uint64_t connections;             // open now
    uint64_t webSockets;              // open now
    uint64_t requests;                // since the start
    uint64_t bodyBytes;               // of requests being received, but for small ones
    uint64_t unsentBytes;             // of answers that clients have not taken yet
    std::map<int, uint64_t> refused;  // by status: what no handler has seen, since the start
};

class Server {
public:
    // Binds at once, so that a taken port fails here (std::runtime_error naming address and port).
    Server(const ServerOptions& options, Handler handler);
    ~Server();  // drains for no time at all, then closes everything

    void start();
    uint16_t port() const noexcept;
    ServerCounters counters() const;

    // Stops accepting, closes idle connections and WebSockets (1001), lets requests under way
    // finish (their answers say Connection: close), and returns when all have or the time is over.
    void drain(std::chrono::milliseconds atMost);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace vuedeo::net
