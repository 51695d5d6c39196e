// Carries messages between the browsers of a room and the video provider's realtime listener.
//
// Owns the handles of all signalling WebSockets. Any thread; never blocks.
#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "net/websocket.hpp"
#include "plugins/clients.hpp"
#include "plugins/services.hpp"
#include "rooms/token.hpp"

namespace vuedeo::api {

class RealtimeHub : public plugins::RealtimeChannel {
public:
    vuedeo_status send(uint64_t peer, std::string_view message) override;
    void close(uint64_t peer, uint32_t code, std::string_view reason) override;

    // The listener for one participant's connection, which keeps the provider's object alive.
    std::shared_ptr<net::WebSocketListener> listenerFor(plugins::Plugin& provider,
                                                        rooms::Claims claims);
    void closeAllOf(const plugins::Plugin& provider, uint16_t code, std::string_view reason);

    void add(const net::WebSocket& socket, const plugins::Plugin& provider);
    void remove(uint64_t peer);

private:
    net::WebSocket find(uint64_t peer);

    std::mutex mutex_;
    struct Peer {
        net::WebSocket socket;
        const plugins::Plugin* provider;
    };
    std::unordered_map<uint64_t, Peer> peers_;
};

}  // namespace vuedeo::api
