// The server of connections: accepts, parses, dispatches, answers. Knows no route.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "net/responder.hpp"

namespace vuedeo::net {

struct Limits {
    std::size_t headerBytes = 16 * 1024;       // 431 beyond
    std::size_t headerCount = 100;             // 431 beyond
    std::size_t bodyBytes = 1024 * 1024;       // 413 beyond
    std::chrono::milliseconds headerTime{10'000};  // from the first byte of a request; 408 beyond
    std::chrono::milliseconds bodyTime{20'000};    // 408 beyond
    std::chrono::milliseconds idleTime{75'000};    // between requests; closed silently beyond
    std::chrono::milliseconds sendTime{30'000};    // a client that does not read; closed beyond
    std::size_t connections = 10'000;              // in all; the listener answers 503 beyond
    std::size_t connectionsPerAddress = 1'000;     // 429 and closed beyond
    std::size_t webSocketMessageBytes = 64 * 1024;
    std::size_t webSocketQueueBytes = 1024 * 1024;  // sent but not read; closed beyond
    std::size_t webSocketMessagesPerSecond = 200;   // mean over ten seconds; closed (1008) beyond
};

struct TlsFiles {
    std::string certificate;  // PEM, chain included
    std::string key;          // PEM
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    uint16_t port = 0;     // 0: any free one
    unsigned threads = 0;  // event loops; 0: one a core, at least 2
    Limits limits;
    std::shared_ptr<TlsFiles> tls;  // null: plain HTTP
};

struct ServerCounters {
    uint64_t connections;  // open now
    uint64_t webSockets;   // open now
    uint64_t requests;     // since the start
};

class Server {
public:
    // Binds at once, so that a taken port fails here (std::runtime_error naming address and port).
    Server(ServerOptions options, Handler handler);
    ~Server();  // drains for no time at all, then closes everything

    void start();
    uint16_t port() const noexcept;
    ServerCounters counters() const noexcept;

    // Stops accepting, closes idle connections and WebSockets (1001), lets requests under way finish
    // (their answers say Connection: close), and returns when all have or the time is over.
    void drain(std::chrono::milliseconds atMost);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace vuedeo::net
