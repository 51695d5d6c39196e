// For tests: a WebSocket client that makes its frames by hand, wrong ones too, and a listener that
// keeps what it is told.
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/test_client.hpp"
#include "net/websocket.hpp"

namespace vuedeo::net {

inline constexpr uint8_t kContinuation = 0x0;
inline constexpr uint8_t kText = 0x1;
inline constexpr uint8_t kBinary = 0x2;
inline constexpr uint8_t kClose = 0x8;
inline constexpr uint8_t kPing = 0x9;
inline constexpr uint8_t kPong = 0xA;

inline std::string frame(uint8_t opcode, std::string_view payload, bool last = true,
                         bool masked = true) {
    std::string text(1, static_cast<char>((last ? 0x80 : 0) | opcode));
    const char mask = static_cast<char>(masked ? 0x80 : 0);
    if (payload.size() < 126) {
        text += static_cast<char>(mask | static_cast<char>(payload.size()));
    } else {
        const int bytes = payload.size() < 65536 ? 2 : 8;
        text += static_cast<char>(mask | static_cast<char>(bytes == 2 ? 126 : 127));
        for (int i = bytes - 1; i >= 0; --i) {
            text += static_cast<char>((payload.size() >> (8 * i)) & 0xFF);
        }
    }
    const std::string key = "\x11\x22\x33\x44";
    if (masked) text += key;
    for (std::size_t i = 0; i < payload.size(); ++i) {
        text += masked ? static_cast<char>(payload[i] ^ key[i % 4]) : payload[i];
    }
    return text;
}

inline std::string closePayload(uint16_t code, const std::string& reason = {}) {
    return std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)} + reason;
}

struct Frame {
    uint8_t opcode;
    std::string payload;
    int closeCode() const {
        if (opcode != kClose || payload.size() < 2) return 0;
        return static_cast<uint8_t>(payload[0]) * 256 + static_cast<uint8_t>(payload[1]);
    }
};

inline Frame readFrame(TestClient& client) {
    const std::string head = client.bytes(2);
    std::size_t size = static_cast<uint8_t>(head[1]) & 0x7F;
    if (size >= 126) {
        const std::string longer = client.bytes(size == 126 ? 2 : 8);
        size = 0;
        for (const char byte : longer) size = size * 256 + static_cast<uint8_t>(byte);
    }
    return {static_cast<uint8_t>(head[0] & 0x0F), client.bytes(size)};
}

inline std::string handshake(const std::string& target, const std::string& fields = {}) {
    return getRequest(target,
                      "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                      "Sec-WebSocket-Version: 13\r\n" +
                          fields);
}

// Echoes when asked to; remembers everything. The test reads it through the waiting functions.
class RecordingListener : public WebSocketListener {
public:
    explicit RecordingListener(bool echo = true) : echo_(echo) {}

    void onOpen(const WebSocket& socket) override {
        const std::lock_guard<std::mutex> lock(mutex_);
        ++opened_;
        socket_ = socket;
        changed_.notify_all();
    }
    void onText(const WebSocket& socket, std::string_view message) override {
        if (echo_) socket.send(std::string(message));
        const std::lock_guard<std::mutex> lock(mutex_);
        messages_.emplace_back(message);
        changed_.notify_all();
    }
    void onClose(const WebSocket& /*socket*/) override {
        const std::lock_guard<std::mutex> lock(mutex_);
        ++closed_;
        changed_.notify_all();
    }

    WebSocket socket() {
        std::unique_lock<std::mutex> lock(mutex_);
        changed_.wait_for(lock, std::chrono::seconds(20), [this] { return opened_ > 0; });
        return socket_;
    }
    bool waitForClose() {
        std::unique_lock<std::mutex> lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(20), [this] { return closed_ > 0; });
    }
    std::size_t messageCount() const {
        const std::lock_guard<std::mutex> lock(mutex_);
        return messages_.size();
    }
    int closeCount() const {
        const std::lock_guard<std::mutex> lock(mutex_);
        return closed_;
    }

private:
    const bool echo_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    WebSocket socket_;
    int opened_ = 0;
    int closed_ = 0;
    std::vector<std::string> messages_;
};

}  // namespace vuedeo::net
