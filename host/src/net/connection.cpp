#include "net/connection.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "net/plain_problem.hpp"
#include "net/response_writer.hpp"
#include "net/syntax.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::net {
namespace {

constexpr std::chrono::seconds kClosingTime{5};  // for the client to read the last answer
constexpr std::size_t kDiscardBytes = kMiB;      // of what still comes meanwhile
constexpr std::size_t kSmallBody = 16 * kKiB;    // not counted among the bodies under way

}  // namespace

Connection::Connection(EventLoop& loop, SharedState& state, Transport transport, Peer peer,
                       Admissions::Place place)
    : loop_(loop),
      state_(state),
      transport_(std::move(transport)),
      peer_(std::move(peer)),
      place_(std::move(place)),
      parser_(state.limits) {}

void Connection::start() {
    interest_ = EPOLLIN | EPOLLRDHUP;
    loop_.add(shared_from_this(), transport_.descriptor(), interest_);
    const Limits& limits = state_.limits;
    // A TLS handshake is due like a header.
    loop_.setDeadline(*this,
                      loop_.now() + (transport_.secure() ? limits.headerTime : limits.idleTime));
    if (place_.verdict() == Admissions::Verdict::kServerFull) {
        refuse(503, "server-full", "The server has as many connections as it takes");
        settle();
    } else if (place_.verdict() == Admissions::Verdict::kAddressFull) {
        refuse(429, "too-many-connections", "Your address has as many connections as it may");
        settle();
    } else if (state_.draining) {
        leave();
    }
}

void Connection::onEvents(uint32_t epollEvents) {
    if ((epollEvents & (EPOLLERR | EPOLLHUP)) != 0) {
        leave();
        return;
    }
    if ((epollEvents & EPOLLRDHUP) != 0) noteClientClosed();
    if (phase_ == Phase::kGone) return;
    if (!output_.empty()) flush();
    switch (phase_) {
        case Phase::kReceiving:
            // What came before is read before, if the flush has just ended the answer it waits for.
            unread_ = true;
            break;
        case Phase::kHandling:
        case Phase::kSending:
            muted_ = true;
            break;
        case Phase::kClosing:
            discard();
            break;
        case Phase::kWebSocket:
            unread_ = true;
            break;
        case Phase::kGone:
            break;
    }
    settle();
}

void Connection::noteClientClosed() {
    if (phase_ != Phase::kHandling && phase_ != Phase::kSending) return;
    clientClosed_ = true;
    if (const auto exchange = exchange_.lock()) exchange->markClientGone();
    if (stream_) leave();
}

void Connection::receive() {
    unread_ = false;
    readWantsWrite_ = false;
    auto& buffer = loop_.readBuffer();
    for (int i = 0; phase_ == Phase::kReceiving; ++i) {
        if (i == kReadsAtOnce) {
            unread_ = true;
            loop_.mailbox()->post([self = weak_from_this()] {
                if (const auto held = self.lock()) held->settle();
            });
            return;
        }
        const IoResult result = transport_.read(buffer.data(), buffer.size());
        if (result.status == IoStatus::kClosed) {
            leave();
            return;
        }
        readWantsWrite_ = result.status == IoStatus::kWantWrite;
        if (result.status != IoStatus::kDone) return;
        process({buffer.data(), result.bytes});
        if (!transport_.secure()) return;  // epoll says if there is more
    }
    unread_ = transport_.secure();
}

void Connection::process(std::string_view bytes) {
    while (phase_ == Phase::kReceiving && !bytes.empty()) {
        const RequestParser::State before = parser_.state();
        bytes.remove_prefix(parser_.feed(bytes));
        if (parser_.state() == RequestParser::State::kFailed) {
            const Refusal& refusal = parser_.refusal();
            refuse(refusal.status, refusal.type, refusal.detail);
            return;
        }
        if (parser_.state() >= RequestParser::State::kBody && reserved_ == 0 && !reserveBody()) {
            refuse(503, "server-busy", "The server is receiving as much as it can: try again");
            return;
        }
        if (parser_.state() == RequestParser::State::kComplete) {
            dispatch();
        } else {
            noteProgress(before);
        }
    }
    held_.assign(bytes);
}

// The first byte of a request starts one clock, the end of its head another.
void Connection::noteProgress(RequestParser::State before) {
    const RequestParser::State after = parser_.state();
    if (after == before) return;
    if (after == RequestParser::State::kHead) {
        loop_.setDeadline(*this, loop_.now() + state_.limits.headerTime);
    } else {
        loop_.setDeadline(*this, loop_.now() + state_.limits.bodyTime);
        if (parser_.facts().expectsContinue &&
            parser_.bodyMissing() == parser_.facts().contentLength) {
            sendContinue();
        }
    }
}

bool Connection::reserveBody() {
    const std::size_t bytes = parser_.facts().contentLength;
    if (bytes <= kSmallBody) return true;
    if (state_.bodyBytes.fetch_add(bytes) + bytes > state_.limits.bodyBytesInAll) {
        state_.bodyBytes -= bytes;
        return false;
    }
    reserved_ = bytes;
    return true;
}

void Connection::sendContinue() {
    output_.bytes() += "HTTP/1.1 100 Continue\r\n\r\n";
    flush();
}

void Connection::dispatch() {
    request_ = parser_.take();
    request_->peer = peer_.address;
    request_->id = state_.newRequestId();
    request_->secure = transport_.secure();
    keepAlive_ = parser_.facts().keepAlive;
    ++number_;
    state_.requests.fetch_add(1, std::memory_order_relaxed);
    if (!peer_.isProxy || admitClient()) {
        handle();
    } else {
        refuseOne(429, "too-many-connections", "Your address has as many requests as it may");
    }
}

// Whose request a proxy has sent, and whether that client may have another one.
bool Connection::admitClient() {
    if (!state_.proxies.readForwarded(*request_)) return true;
    clientPlace_.emplace(state_.admissions.enterThroughProxy(request_->peer));
    return clientPlace_->verdict() == Admissions::Verdict::kAdmitted;
}

void Connection::handle() {
    phase_ = Phase::kHandling;
    loop_.setDeadline(*this, kNever);
    const std::shared_ptr<Request> request = request_;  // an answer lets go of the member
    auto exchange = std::make_shared<Exchange>(loop_.mailbox(), weak_from_this(), number_, request);
    exchange_ = exchange;
    inHandler_ = true;
    try {
        state_.handler(request, Responder(std::move(exchange)));
    } catch (const std::exception& error) {
        log::error("A handler failed", {{"request_id", std::string_view(request->id)},
                                        {"error", std::string_view(error.what())}});
    }
    inHandler_ = false;
    // The handler may have answered already: then this is over, or goes on as a WebSocket.
    if (phase_ == Phase::kWebSocket) webSocket_->open(loop_.now());
}

bool Connection::isInHandler(uint64_t number) const noexcept {
    return inHandler_ && number == number_;
}

void Connection::onAnswer(uint64_t number, Response&& response) {
    if (number != number_ || phase_ != Phase::kHandling) return;
    answer(std::move(response));
    if (!inHandler_) settle();
}

void Connection::onExpiry(uint64_t number, std::chrono::milliseconds time,
                          std::function<Response()> otherwise) {
    if (number != number_ || phase_ != Phase::kHandling) return;
    otherwise_ = std::move(otherwise);
    loop_.setDeadline(*this, Clock::now() + time);
}

void Connection::answer(Response&& response) {
    if (!hasRoomFor(response)) {
        response = plainProblem(503, "server-busy",
                                "Too much waits to be sent to other clients: try again",
                                request_ ? request_->id : std::string());
        response.headers.set("Retry-After", "5");
    }
    const bool http10 = request_ && request_->head.getVersion() == "HTTP/1.0";
    if (response.stream && http10) keepAlive_ = false;
    if (state_.draining || equalsIgnoringCase(response.headers.get("Connection", ""), "close")) {
        keepAlive_ = false;
    }
    Framing framing;
    framing.keepAlive = keepAlive_;
    framing.http10 = http10;
    framing.withoutBody = request_ && request_->method() == "HEAD";
    const bool withBody = hasBody(response, framing);

    std::string& head = loop_.headBuffer();
    head.clear();
    appendHead(head, response, framing, loop_.httpDate());
    phase_ = Phase::kSending;
    otherwise_ = nullptr;
    stream_ = withBody ? std::move(response.stream) : nullptr;
    chunked_ = !http10;
    loop_.setDeadline(*this, loop_.now() + state_.limits.sendTime);
    if (transport_.secure() && withBody && response.content().size() <= kSmallBody) {
        head += response.content();  // one record instead of two
        sent(output_.send(transport_, head, std::move(response), false));
    } else {
        sent(output_.send(transport_, head, std::move(response), withBody));
    }
}

// What is shared takes no memory of its own, and what is small leaves at once.
bool Connection::hasRoomFor(const Response& response) const {
    const std::size_t bytes = response.shared ? 0 : response.body.size();
    return bytes <= kSmallBody || state_.unsentBytes + bytes <= state_.limits.answerBytesInAll;
}

void Connection::noteUnsent(std::size_t bytes) noexcept {
    if (bytes == unsent_) return;
    state_.unsentBytes += bytes;
    state_.unsentBytes -= std::exchange(unsent_, bytes);
}

// Goes on with whatever comes after output that has been sent, or waits.
void Connection::sent(IoStatus status) {
    sendBlockedBy_ = status;
    noteUnsent(output_.heldBody());
    if (status == IoStatus::kClosed) {
        leave();
        return;
    }
    if (status != IoStatus::kDone || phase_ != Phase::kSending) return;
    if (stream_) return askForPiece();
    request_.reset();
    clientPlace_.reset();
    state_.bodyBytes -= std::exchange(reserved_, 0);
    if (!keepAlive_ || state_.draining) {
        beginClosing();
        return;
    }
    phase_ = Phase::kReceiving;
    muted_ = false;
    loop_.setDeadline(*this, loop_.now() + state_.limits.idleTime);
}

void Connection::refuse(int status, std::string_view type, std::string_view detail) {
    keepAlive_ = false;
    refuseOne(status, type, detail);
}

// One request, and goes on with the next.
void Connection::refuseOne(int status, std::string_view type, std::string_view detail) {
    phase_ = Phase::kSending;
    state_.refusals.count(status);
    Response response = plainProblem(status, type, detail, state_.newRequestId());
    if (status == 503 || status == 429) response.headers.set("Retry-After", "5");
    if (state_.logRefusals) {
        log::info("refused", {{"status", static_cast<int64_t>(status)},
                              {"reason", type},
                              {"peer", std::string_view(request_ ? request_->peer : peer_.address)},
                              {"request_id", response.headers.get("X-Request-Id")}});
    }
    answer(std::move(response));
}

void Connection::flush() {
    bool progressed = false;
    const IoStatus status = output_.flush(transport_, progressed);
    if (progressed && phase_ == Phase::kSending) {
        loop_.setDeadline(*this, loop_.now() + state_.limits.sendTime);
    }
    sent(status);
}

void Connection::beginClosing() {
    transport_.shutdownWrite();
    phase_ = Phase::kClosing;
    muted_ = false;
    held_ = std::string();
    loop_.setDeadline(*this, loop_.now() + kClosingTime);
}

void Connection::discard() {
    auto& buffer = loop_.readBuffer();
    const IoResult result = transport_.read(buffer.data(), buffer.size());
    discarded_ += result.bytes;
    if (result.status == IoStatus::kClosed) {
        leave();
    } else if (discarded_ > kDiscardBytes) {
        muted_ = true;  // closing now would reset the connection, and the answer would be lost
    }
}

// What remains to be done after anything has happened.
void Connection::settle() {
    while (phase_ == Phase::kReceiving && !held_.empty()) {
        const std::string bytes = std::exchange(held_, std::string());
        process(bytes);
    }
    if (phase_ == Phase::kReceiving && unread_) receive();
    if (phase_ == Phase::kWebSocket) serveWebSocket();
    if (phase_ != Phase::kGone) updateInterest();
}

void Connection::updateInterest() {
    uint32_t wanted = 0;
    if (!muted_ || sendBlockedBy_ == IoStatus::kWantRead) wanted |= EPOLLIN;
    if (!clientClosed_) wanted |= EPOLLRDHUP;
    if (readWantsWrite_ || sendBlockedBy_ == IoStatus::kWantWrite) wanted |= EPOLLOUT;
    if (wanted == interest_) return;
    interest_ = wanted;
    loop_.watch(*this, wanted);
}

void Connection::onDeadline() {
    if (phase_ == Phase::kReceiving && parser_.state() != RequestParser::State::kIdle) {
        refuse(408, "request-timeout", "The request did not arrive in time");
    } else if (phase_ == Phase::kHandling && otherwise_) {
        const auto late = std::exchange(otherwise_, nullptr);
        if (const auto exchange = exchange_.lock()) exchange->send(late());
    } else if (phase_ == Phase::kSending && stream_ && askAgain_) {
        askForPiece();
    } else if (phase_ == Phase::kWebSocket) {
        webSocket_->onDeadline(loop_.now());
    } else if (phase_ != Phase::kHandling) {
        leave();
    }
    settle();
}

void Connection::onDrain() {
    if (phase_ == Phase::kWebSocket) webSocket_->close(1001, "The server is stopping");
    const bool idle = parser_.state() == RequestParser::State::kIdle && held_.empty();
    if (phase_ == Phase::kReceiving && idle) leave();
}

void Connection::leave() {
    if (phase_ != Phase::kGone) loop_.drop(*this);
}

void Connection::onDrop() noexcept {
    phase_ = Phase::kGone;
    // A body that ends with the connection would look complete otherwise.
    if (std::exchange(stream_, nullptr)) transport_.resetOnClose();
    state_.bodyBytes -= std::exchange(reserved_, 0);
    noteUnsent(0);
    if (const auto exchange = exchange_.lock()) exchange->markClientGone();
    if (webSocket_) {
        --state_.webSockets;
        webSocket_->notifyClosed();
    }
}

}  // namespace vuedeo::net
