#include "api/realtime_hub.hpp"

#include <string>
#include <utility>
#include <vector>

namespace vuedeo::api {
namespace {

constexpr uint16_t kTryAgainLater = 1013;  // RFC 6455, the IANA registry

class SignalConnection final : public net::WebSocketListener {
public:
    SignalConnection(RealtimeHub& hub, std::shared_ptr<plugins::Plugin> plugin,
                     rooms::Claims claims)
        : hub_(hub), plugin_(std::move(plugin)), provider_(*plugin_), claims_(std::move(claims)) {}

    void onOpen(const net::WebSocket& socket) override {
        hub_.add(socket, *plugin_);
        vuedeo_realtime_peer peer{};
        peer.size = sizeof peer;
        peer.max_participants = claims_.maxParticipants;
        peer.id = socket.id();
        peer.room = {claims_.room.data(), claims_.room.size()};
        peer.participant_id = {claims_.participantId.data(), claims_.participantId.size()};
        peer.display_name = {claims_.displayName.data(), claims_.displayName.size()};
        if (!provider_.peerOpened(peer))
            socket.close(kTryAgainLater, "the video provider is not available");
    }
    void onText(const net::WebSocket& socket, std::string_view message) override {
        provider_.peerSent(socket.id(), message);
    }
    void onClose(const net::WebSocket& socket) override {
        hub_.remove(socket.id());
        provider_.peerClosed(socket.id());
    }

private:
    RealtimeHub& hub_;
    const std::shared_ptr<plugins::Plugin> plugin_;
    plugins::VideoClient provider_;
    const rooms::Claims claims_;
};

}  // namespace

vuedeo_status RealtimeHub::send(uint64_t peer, std::string_view message) {
    switch (find(peer).send(std::string(message))) {
        case net::WebSocket::SendResult::kQueued:
            return VUEDEO_OK;
        case net::WebSocket::SendResult::kOverflow:
            return VUEDEO_E_LIMITED;
        case net::WebSocket::SendResult::kGone:
            break;
    }
    return VUEDEO_E_NOT_FOUND;
}

void RealtimeHub::close(uint64_t peer, uint32_t code, std::string_view reason) {
    find(peer).close(static_cast<uint16_t>(code), reason.substr(0, 123));
}

std::shared_ptr<net::WebSocketListener> RealtimeHub::listenerFor(plugins::Plugin& provider,
                                                                 rooms::Claims claims) {
    return std::make_shared<SignalConnection>(*this, provider.shared_from_this(),
                                              std::move(claims));
}

void RealtimeHub::closeAllOf(const plugins::Plugin& provider, uint16_t code,
                             std::string_view reason) {
    std::vector<net::WebSocket> sockets;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, peer] : peers_) {
            if (peer.provider == &provider) sockets.push_back(peer.socket);
        }
    }
    for (net::WebSocket& socket : sockets) socket.close(code, std::string(reason));
}

void RealtimeHub::add(const net::WebSocket& socket, const plugins::Plugin& provider) {
    const std::lock_guard lock(mutex_);
    peers_.emplace(socket.id(), Peer{socket, &provider});
}

void RealtimeHub::remove(uint64_t peer) {
    const std::lock_guard lock(mutex_);
    peers_.erase(peer);
}

net::WebSocket RealtimeHub::find(uint64_t peer) {
    const std::lock_guard lock(mutex_);
    const auto found = peers_.find(peer);
    return found == peers_.end() ? net::WebSocket() : found->second.socket;
}

}  // namespace vuedeo::api
