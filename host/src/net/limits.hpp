// What one client, and all of them together, may take of the server.
#pragma once
#include <chrono>
#include <cstddef>

namespace vuedeo::net {

inline constexpr std::size_t kKiB = 1024;
inline constexpr std::size_t kMiB = 1024 * kKiB;

struct Limits {
    std::size_t headerBytes = 16 * kKiB;           // 431 beyond
    std::size_t headerCount = 100;                 // 431 beyond
    std::size_t bodyBytes = kMiB;                  // 413 beyond
    std::size_t bodyBytesInAll = 256 * kMiB;       // bodies being received; 503 beyond
    std::size_t answerBytesInAll = 256 * kMiB;     // not yet taken by clients; 503 beyond
    std::chrono::milliseconds headerTime{10'000};  // from the first byte of a request; 408 beyond
    std::chrono::milliseconds bodyTime{20'000};    // 408 beyond
    std::chrono::milliseconds idleTime{75'000};    // between requests; closed silently beyond
    std::chrono::milliseconds sendTime{30'000};    // a client that does not read; closed beyond
    std::size_t connections = 10'000;              // in all; the listener answers 503 beyond
    std::size_t connectionsPerAddress = 1'000;     // 429 and closed beyond
    std::size_t webSocketMessageBytes = 64 * kKiB;
    std::size_t webSocketQueueBytes = kMiB;        // sent but not read; closed beyond
    std::size_t webSocketMessagesPerSecond = 200;  // mean over ten seconds; closed (1008) beyond
    std::chrono::milliseconds webSocketPing{
        30'000};  // so often; a peer silent until the next is gone
    std::chrono::milliseconds webSocketCloseTime{5'000};  // for the peer to answer a close
};

}  // namespace vuedeo::net
