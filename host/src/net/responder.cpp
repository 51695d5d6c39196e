#include "net/responder.hpp"

#include <utility>

#include "net/exchange.hpp"

namespace vuedeo::net {

Responder::Responder(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}

void Responder::send(Response response) const {
    exchange_->send(std::move(response));
}

void Responder::expireAfter(std::chrono::milliseconds time,
                            std::function<Response()> otherwise) const {
    exchange_->expireAfter(time, std::move(otherwise));
}

void Responder::beforeSend(std::function<void(Response&)> hook) const {
    exchange_->beforeSend(std::move(hook));
}

void Responder::upgrade(std::shared_ptr<WebSocketListener> listener,
                        const std::string& protocol) const {
    exchange_->upgrade(std::move(listener), protocol);
}

bool Responder::clientGone() const noexcept {
    return exchange_->clientGone();
}

}  // namespace vuedeo::net
