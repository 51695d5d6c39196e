// A WebSocket connection of the server, framed by wslay, served by the same loops as HTTP.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace vuedeo::net {

class WebSocketConnection;  // the server's half

// A handle: cheap to copy, safe from any thread, harmless after the connection has gone.
class WebSocket {
public:
    WebSocket() = default;
    explicit WebSocket(std::weak_ptr<WebSocketConnection> connection, uint64_t id);

    enum class SendResult { kQueued, kGone, kOverflow };
    // Queues a text message. kOverflow: the peer reads too slowly; the connection is closed (1008).
    SendResult send(std::string message) const;
    // The same for what many are told: one text for all of them. Where it finds no room, what waits
    // is dropped and `instead` is queued, so that a slow reader costs its queue and stays.
    enum class ShareResult { kQueued, kGone, kReplaced };
    ShareResult share(const std::shared_ptr<const std::string>& message,
                      const std::shared_ptr<const std::string>& instead) const;
    // After what is queued. code as in RFC 6455, 7.4; reason: at most 123 bytes.
    void close(uint16_t code, std::string_view reason) const;
    uint64_t id() const noexcept { return id_; }  // unique while the process runs, never 0

private:
    std::weak_ptr<WebSocketConnection> connection_;
    uint64_t id_ = 0;
};

// Calls for one connection come in order and never at once, on a loop thread: they must not block.
class WebSocketListener {
public:
    virtual ~WebSocketListener() = default;
    virtual void onOpen(const WebSocket& socket) = 0;
    virtual void onText(const WebSocket& socket, std::string_view message) = 0;  // valid UTF-8
    virtual void onClose(const WebSocket& socket) = 0;  // exactly once, whatever the cause
};

}  // namespace vuedeo::net
