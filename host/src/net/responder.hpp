// The right, and the duty, to answer one request: now or later, from any thread.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "net/message.hpp"
#include "net/websocket.hpp"

namespace vuedeo::net {

class Exchange;  // the server's half

// Copies share one answer: the first send or upgrade wins, later ones do nothing. When the last
// copy is gone without an answer, the server answers 500, so that no client waits for ever.
class Responder {
public:
    explicit Responder(std::shared_ptr<Exchange> exchange);

    void send(Response response) const;
    // If nothing has been sent when the time is over, what `otherwise` makes is sent; it is called
    // on the loop's thread, only then. May be called once.
    void expireAfter(std::chrono::milliseconds time, std::function<Response()> otherwise) const;
    // Runs on whatever answer is sent, just before it leaves (headers for all, the access log), on
    // the loop's thread. Called at most once, before the request is handed on. Not run for an
    // upgrade.
    void beforeSend(std::function<void(Response&)> hook) const;
    // Answers 101 and hands the connection to the listener (RFC 6455 handshake checked by the
    // server; 400 or 426 instead when it is not one). protocol: the subprotocol chosen, or empty.
    void upgrade(std::shared_ptr<WebSocketListener> listener, const std::string& protocol) const;
    // True once the client has closed the connection: nobody will read the answer.
    bool clientGone() const noexcept;

private:
    std::shared_ptr<Exchange> exchange_;
};

// Called on a loop thread: must not block. May throw nothing.
using Handler = std::function<void(std::shared_ptr<Request>, Responder)>;

}  // namespace vuedeo::net
