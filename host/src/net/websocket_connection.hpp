// The server's half of one WebSocket: frames in, messages out, and back. Owns no socket: bytes come
// in by receive() and go out by produce(), so that it can be tested without one.
#pragma once
#include <wslay/wslay.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "net/limits.hpp"
#include "net/timers.hpp"
#include "net/websocket.hpp"

namespace vuedeo::net {

class WebSocketConnection : public std::enable_shared_from_this<WebSocketConnection> {
public:
    // wake: asks the connection to call produce(); any thread.
    WebSocketConnection(const Limits& limits, std::shared_ptr<WebSocketListener> listener,
                        std::function<void()> wake);
    ~WebSocketConnection();
    WebSocketConnection(const WebSocketConnection&) = delete;
    WebSocketConnection& operator=(const WebSocketConnection&) = delete;

    // Any thread.
    WebSocket::SendResult send(std::string message);
    WebSocket::ShareResult share(const std::shared_ptr<const std::string>& message,
                                 const std::shared_ptr<const std::string>& instead);
    void close(uint16_t code, std::string_view reason);

    // The loop's thread only, like the listener's calls, which these make.
    void open(TimePoint now);
    void receive(std::string_view bytes, TimePoint now);
    // Sees to it that a close that was asked for ends in time, also while nothing can be sent.
    void noteWake(TimePoint now);
    void produce(std::string& out, TimePoint now);  // appends frames, up to some 64 KiB
    TimePoint deadline() const noexcept;
    void onDeadline(TimePoint now);
    bool isFinished() const noexcept;  // nothing more will be said: close when all is sent
    bool isBroken() const noexcept { return broken_; }  // close at once
    void notifyClosed() noexcept;                       // onClose, if it has not been called yet

private:
    void dropQueue() noexcept;  // mutex_ held
    struct Close {
        uint16_t code;
        std::string reason;
    };
    struct Callbacks;

    void onFrame(uint8_t opcode, bool lastOfMessage);
    void onMessage(uint8_t opcode, std::string_view message);
    void fail(uint16_t code, const char* reason);
    bool spendToken();
    bool queueNext(TimePoint now);
    void wakeIfAsleep(std::unique_lock<std::mutex>& lock);

    const Limits limits_;
    const std::shared_ptr<WebSocketListener> listener_;
    const std::function<void()> wake_;
    const uint64_t id_;
    wslay_event_context_ptr context_ = nullptr;

    std::mutex mutex_;
    std::deque<std::shared_ptr<const std::string>> queue_;  // guarded by mutex_, as the next four
    std::size_t queuedBytes_ = 0;                           // with the message that is being framed
    std::optional<Close> closeAsked_;                       // after the queue
    bool ended_ = false;                                    // sends nothing more
    bool wakePosted_ = false;

    std::string_view input_;         // during receive()
    std::string* output_ = nullptr;  // during produce()
    std::size_t framingBytes_ = 0;   // of the message that is being framed
    std::size_t framesOfMessage_ = 0;
    std::optional<Close> failure_;  // found by a callback, acted on after it
    bool opened_ = false;
    bool closedNotified_ = false;
    bool closeQueued_ = false;
    bool midFrame_ = false;       // the last produce() ended within a frame
    bool protocolError_ = false;  // found by wslay below the level of messages
    bool broken_ = false;
    double tokens_;
    TimePoint now_;
    TimePoint tokensAt_;
    TimePoint lastReceived_;
    TimePoint pingedAt_ = kNever;
    TimePoint pingDue_ = kNever;
    TimePoint closeDue_ = kNever;
};

}  // namespace vuedeo::net
