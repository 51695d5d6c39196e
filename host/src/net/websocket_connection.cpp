#include "net/websocket_connection.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <exception>
#include <new>
#include <utility>

#include "telemetry/log.hpp"

namespace vuedeo::net {
namespace {

constexpr std::size_t kOutputBytes = 64 * kKiB;
constexpr std::size_t kFramesOfMessage = 1024;  // each costs memory beside its bytes
constexpr std::size_t kPongsQueued = 64;
constexpr std::size_t kMessageOverhead = 64;  // so that empty messages fill a queue too
constexpr double kRateWindow_s = 10;

std::atomic<uint64_t> lastId{0};

}  // namespace

// C callbacks: nothing may be thrown through wslay.
struct WebSocketConnection::Callbacks {
    static ssize_t receive(wslay_event_context_ptr context, uint8_t* buffer, std::size_t size,
                           int /*flags*/, void* self) {
        auto& connection = *static_cast<WebSocketConnection*>(self);
        std::string_view& input = connection.input_;
        if (input.empty() || connection.failure_) {
            wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK);
            return -1;
        }
        const std::size_t count = std::min(size, input.size());
        std::memcpy(buffer, input.data(), count);
        input.remove_prefix(count);
        return static_cast<ssize_t>(count);
    }

    static ssize_t send(wslay_event_context_ptr context, const uint8_t* data, std::size_t size,
                        int /*flags*/, void* self) {
        std::string& output = *static_cast<WebSocketConnection*>(self)->output_;
        if (output.size() >= kOutputBytes) {
            wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK);
            return -1;
        }
        const std::size_t count = std::min(size, kOutputBytes - output.size());
        try {
            output.append(reinterpret_cast<const char*>(data), count);
        } catch (const std::bad_alloc&) {
            wslay_event_set_error(context, WSLAY_ERR_CALLBACK_FAILURE);
            return -1;
        }
        return static_cast<ssize_t>(count);
    }

    static void frameStart(wslay_event_context_ptr /*context*/,
                           const wslay_event_on_frame_recv_start_arg* frame, void* self) {
        static_cast<WebSocketConnection*>(self)->onFrame(frame->opcode, frame->fin != 0);
    }

    static void message(wslay_event_context_ptr /*context*/,
                        const wslay_event_on_msg_recv_arg* message, void* self) {
        static_cast<WebSocketConnection*>(self)->onMessage(
            message->opcode, {reinterpret_cast<const char*>(message->msg), message->msg_length});
    }
};

WebSocketConnection::WebSocketConnection(const Limits& limits,
                                         std::shared_ptr<WebSocketListener> listener,
                                         std::function<void()> wake)
    : limits_(limits),
      listener_(std::move(listener)),
      wake_(std::move(wake)),
      id_(++lastId),
      tokens_(kRateWindow_s * static_cast<double>(limits.webSocketMessagesPerSecond)) {
    wslay_event_callbacks callbacks{};
    callbacks.recv_callback = Callbacks::receive;
    callbacks.send_callback = Callbacks::send;
    callbacks.on_frame_recv_start_callback = Callbacks::frameStart;
    callbacks.on_msg_recv_callback = Callbacks::message;
    if (wslay_event_context_server_init(&context_, &callbacks, this) != 0) throw std::bad_alloc();
    wslay_event_config_set_max_recv_msg_length(context_, limits_.webSocketMessageBytes);
}

WebSocketConnection::~WebSocketConnection() {
    wslay_event_context_free(context_);
}

WebSocket::SendResult WebSocketConnection::send(std::string message) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (ended_ || closeAsked_) return WebSocket::SendResult::kGone;
    const std::size_t bytes = message.size() + kMessageOverhead;
    const bool overflow = queuedBytes_ + bytes > limits_.webSocketQueueBytes;
    if (overflow) {
        dropQueue();
        closeAsked_ = Close{WSLAY_CODE_POLICY_VIOLATION, "You read too slowly"};
    } else {
        queuedBytes_ += bytes;
        queue_.push_back(std::make_shared<const std::string>(std::move(message)));
    }
    wakeIfAsleep(lock);
    return overflow ? WebSocket::SendResult::kOverflow : WebSocket::SendResult::kQueued;
}

WebSocket::ShareResult WebSocketConnection::share(
    const std::shared_ptr<const std::string>& message,
    const std::shared_ptr<const std::string>& instead) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (ended_ || closeAsked_) return WebSocket::ShareResult::kGone;
    const bool fits =
        queuedBytes_ + message->size() + kMessageOverhead <= limits_.webSocketQueueBytes;
    if (!fits) dropQueue();
    queue_.push_back(fits ? message : instead);
    queuedBytes_ += queue_.back()->size() + kMessageOverhead;
    wakeIfAsleep(lock);
    return fits ? WebSocket::ShareResult::kQueued : WebSocket::ShareResult::kReplaced;
}

void WebSocketConnection::dropQueue() noexcept {
    for (const auto& unsent : queue_) queuedBytes_ -= unsent->size() + kMessageOverhead;
    queue_.clear();
}

void WebSocketConnection::close(uint16_t code, std::string_view reason) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (ended_ || closeAsked_) return;
    closeAsked_ = Close{code, std::string(reason.substr(0, 123))};
    wakeIfAsleep(lock);
}

void WebSocketConnection::wakeIfAsleep(std::unique_lock<std::mutex>& lock) {
    const bool asleep = !std::exchange(wakePosted_, true);
    lock.unlock();
    if (asleep) wake_();
}

void WebSocketConnection::open(TimePoint now) {
    now_ = tokensAt_ = lastReceived_ = now;
    pingDue_ = now + limits_.webSocketPing;
    opened_ = true;
    try {
        listener_->onOpen(WebSocket(weak_from_this(), id_));
    } catch (const std::exception& error) {
        log::error("A WebSocket's listener failed", {{"error", std::string_view(error.what())}});
        close(WSLAY_CODE_INTERNAL_SERVER_ERROR, "The server failed");
    }
}

void WebSocketConnection::receive(std::string_view bytes, TimePoint now) {
    now_ = lastReceived_ = now;
    input_ = bytes;
    if (wslay_event_recv(context_) != 0) protocolError_ = true;
    input_ = {};
    if (failure_ && !closeQueued_) wslay_event_shutdown_read(context_);
    if (wslay_event_get_read_enabled(context_) != 0) return;
    // The peer closed, or broke the rules: what is queued has no reader any more.
    const std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
    queue_.clear();
    closeAsked_ = failure_;
    if (closeDue_ == kNever) closeDue_ = now + limits_.webSocketCloseTime;
}

void WebSocketConnection::onFrame(uint8_t opcode, bool lastOfMessage) {
    if (failure_) return;
    if (!spendToken()) return fail(WSLAY_CODE_POLICY_VIOLATION, "Too many messages");
    if (opcode == WSLAY_BINARY_FRAME) {
        return fail(WSLAY_CODE_UNSUPPORTED_DATA, "Text messages only");
    }
    if (opcode == WSLAY_PING && wslay_event_get_queued_msg_count(context_) > kPongsQueued) {
        return fail(WSLAY_CODE_POLICY_VIOLATION, "Too many pings");
    }
    if (wslay_is_ctrl_frame(opcode)) return;
    if (++framesOfMessage_ > kFramesOfMessage) {
        return fail(WSLAY_CODE_POLICY_VIOLATION, "Too many fragments");
    }
    if (lastOfMessage) framesOfMessage_ = 0;
}

void WebSocketConnection::onMessage(uint8_t opcode, std::string_view message) {
    if (failure_ || opcode != WSLAY_TEXT_FRAME) return;
    try {
        listener_->onText(WebSocket(weak_from_this(), id_), message);
    } catch (const std::exception& error) {
        log::error("A WebSocket's listener failed", {{"error", std::string_view(error.what())}});
        fail(WSLAY_CODE_INTERNAL_SERVER_ERROR, "The server failed");
    }
}

void WebSocketConnection::fail(uint16_t code, const char* reason) {
    failure_ = Close{code, reason};
}

// A bucket that holds ten seconds' worth: bursts pass, a mean above the rate does not.
bool WebSocketConnection::spendToken() {
    const auto rate = static_cast<double>(limits_.webSocketMessagesPerSecond);
    const std::chrono::duration<double> elapsed = now_ - tokensAt_;
    tokens_ = std::min(tokens_ + elapsed.count() * rate, rate * kRateWindow_s);
    tokensAt_ = now_;
    tokens_ -= 1;
    return tokens_ >= 0;
}

void WebSocketConnection::noteWake(TimePoint now) {
    const std::lock_guard<std::mutex> lock(mutex_);
    wakePosted_ = false;
    if (closeAsked_ && closeDue_ == kNever) closeDue_ = now + limits_.webSocketCloseTime;
}

void WebSocketConnection::produce(std::string& out, TimePoint now) {
    now_ = now;
    if (protocolError_) {
        // wslay would close without a code here: say 1002 instead, where a frame may begin.
        if (midFrame_) broken_ = true;
        if (!broken_ && !std::exchange(closeQueued_, true)) out += "\x88\x02\x03\xEA";
        return;
    }
    output_ = &out;
    while (!broken_ && out.size() < kOutputBytes) {
        if (wslay_event_want_write(context_) == 0 && !queueNext(now)) break;
        if (wslay_event_send(context_) != 0) broken_ = true;
    }
    output_ = nullptr;
    midFrame_ = wslay_event_want_write(context_) != 0;
}

// Hands wslay one message at a time, so that what is unsent can be counted and dropped.
bool WebSocketConnection::queueNext(TimePoint now) {
    if (closeQueued_ || wslay_event_get_write_enabled(context_) == 0) return false;
    const std::lock_guard<std::mutex> lock(mutex_);
    queuedBytes_ -= std::exchange(framingBytes_, 0);
    if (!queue_.empty()) {
        const std::shared_ptr<const std::string> message = std::move(queue_.front());
        queue_.pop_front();
        framingBytes_ = message->size() + kMessageOverhead;
        const wslay_event_msg text{
            WSLAY_TEXT_FRAME, reinterpret_cast<const uint8_t*>(message->data()), message->size()};
        return wslay_event_queue_msg(context_, &text) == 0;
    }
    if (!closeAsked_) return false;
    closeQueued_ = true;
    ended_ = true;
    if (closeDue_ == kNever) closeDue_ = now + limits_.webSocketCloseTime;
    const std::string& reason = closeAsked_->reason;
    return wslay_event_queue_close(context_, closeAsked_->code,
                                   reinterpret_cast<const uint8_t*>(reason.data()),
                                   reason.size()) == 0;
}

TimePoint WebSocketConnection::deadline() const noexcept {
    return std::min(pingDue_, closeDue_);
}

void WebSocketConnection::onDeadline(TimePoint now) {
    now_ = now;
    const bool silent = pingedAt_ != kNever && lastReceived_ < pingedAt_;
    if (now >= closeDue_ || (now >= pingDue_ && silent)) {
        broken_ = true;
        return;
    }
    if (now < pingDue_) return;
    pingedAt_ = now;
    pingDue_ = now + limits_.webSocketPing;
    const wslay_event_msg ping{WSLAY_PING, nullptr, 0};
    wslay_event_queue_msg(context_, &ping);  // refused once a close is on its way, which is fine
}

bool WebSocketConnection::isFinished() const noexcept {
    if (protocolError_) return closeQueued_;
    return wslay_event_get_close_sent(context_) != 0 &&
           (wslay_event_get_close_received(context_) != 0 ||
            wslay_event_get_read_enabled(context_) == 0);
}

void WebSocketConnection::notifyClosed() noexcept {
    if (!opened_ || std::exchange(closedNotified_, true)) return;
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        ended_ = true;
        queue_.clear();
    }
    try {
        listener_->onClose(WebSocket(weak_from_this(), id_));
    } catch (const std::exception& error) {
        log::error("A WebSocket's listener failed", {{"error", std::string_view(error.what())}});
    }
}

}  // namespace vuedeo::net
