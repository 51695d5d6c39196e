#include "net/websocket.hpp"

#include <utility>

#include "net/websocket_connection.hpp"

namespace vuedeo::net {

WebSocket::WebSocket(std::weak_ptr<WebSocketConnection> connection, uint64_t id)
    : connection_(std::move(connection)), id_(id) {}

WebSocket::SendResult WebSocket::send(std::string message) const {
    const auto connection = connection_.lock();
    return connection ? connection->send(std::move(message)) : SendResult::kGone;
}

WebSocket::ShareResult WebSocket::share(const std::shared_ptr<const std::string>& message,
                                        const std::shared_ptr<const std::string>& instead) const {
    const auto connection = connection_.lock();
    return connection ? connection->share(message, instead) : ShareResult::kGone;
}

void WebSocket::close(uint16_t code, std::string_view reason) const {
    if (const auto connection = connection_.lock()) connection->close(code, reason);
}

}  // namespace vuedeo::net
