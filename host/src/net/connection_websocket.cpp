// What a Connection does once it has become a WebSocket.
#include <utility>

#include "net/connection.hpp"
#include "net/websocket_handshake.hpp"

namespace vuedeo::net {

void Connection::onUpgrade(uint64_t number, std::shared_ptr<WebSocketListener> listener,
                           const std::string& protocol) {
    if (number != number_ || phase_ != Phase::kHandling) return;
    output_.bytes() += acceptHandshake(*request_, protocol);
    webSocket_ = std::make_shared<WebSocketConnection>(
        state_.limits, std::move(listener), [mailbox = loop_.mailbox(), self = weak_from_this()] {
            mailbox->post([self] {
                if (const auto held = self.lock()) held->settle();
            });
        });
    ++state_.webSockets;
    if (state_.draining) webSocket_->close(1001, "The server is stopping");
    phase_ = Phase::kWebSocket;
    muted_ = false;
    unread_ = transport_.secure();
    request_.reset();
    otherwise_ = nullptr;
    if (inHandler_) return;
    webSocket_->open(loop_.now());
    settle();
}

void Connection::serveWebSocket() {
    auto& buffer = loop_.readBuffer();
    if (!held_.empty()) webSocket_->receive(std::exchange(held_, std::string()), loop_.now());
    for (int i = 0; unread_ && i < kReadsAtOnce; ++i) {
        const IoResult result = transport_.read(buffer.data(), buffer.size());
        if (result.status == IoStatus::kClosed) {
            leave();
            return;
        }
        unread_ = result.status == IoStatus::kDone && transport_.secure();
        if (result.status == IoStatus::kDone) {
            webSocket_->receive({buffer.data(), result.bytes}, loop_.now());
        }
    }
    webSocket_->noteWake(loop_.now());
    do {
        if (output_.empty()) webSocket_->produce(output_.bytes(), loop_.now());
        if (output_.empty()) break;
        flush();
    } while (phase_ == Phase::kWebSocket && output_.empty());
    if (phase_ != Phase::kWebSocket) return;
    if (webSocket_->isBroken()) {
        leave();
    } else if (output_.empty() && webSocket_->isFinished()) {
        webSocket_->notifyClosed();
        beginClosing();
    } else {
        loop_.setDeadline(*this, webSocket_->deadline());
    }
}

}  // namespace vuedeo::net
