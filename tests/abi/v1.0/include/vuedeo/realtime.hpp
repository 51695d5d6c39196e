// vuedeo/realtime.hpp - messages to and from the browsers in a room: abi/realtime.h.
#pragma once
#include <cstdint>

#include "abi/realtime.h"
#include "plugin.hpp"

namespace vuedeo {

struct RealtimePeer {
    uint64_t id;
    std::string_view room;
    std::string_view participantId;
    std::string_view displayName;
    uint32_t maxParticipants;  // of the room; 0: the provider's default
};

// Add it as a second base. Calls for one peer come in order; none may block or throw.
class RealtimeListener {
public:
    virtual void onOpen(const RealtimePeer& peer) noexcept = 0;
    virtual void onMessage(uint64_t peer, std::string_view message) noexcept = 0;
    virtual void onClose(uint64_t peer) noexcept = 0;

protected:
    ~RealtimeListener() = default;
};

// The host's side. Any thread, never blocks.
class Realtime {
public:
    explicit Realtime(const Host& host)
        : service_(host.service<vuedeo_realtime_1>(VUEDEO_REALTIME_1)) {
        if (service_ == nullptr) {
            throw Error(VUEDEO_E_UNSUPPORTED, "this host has no " VUEDEO_REALTIME_1);
        }
    }
    vuedeo_status send(uint64_t peer, std::string_view message) const noexcept {
        return service_->send(service_->ctx, peer, str(message));
    }
    void close(uint64_t peer, uint32_t code, std::string_view reason) const noexcept {
        service_->close(service_->ctx, peer, code, str(reason));
    }

private:
    const vuedeo_realtime_1* service_;
};

namespace detail {

template <class T>
struct Table<RealtimeListener, T> {
    static constexpr const char* kId = VUEDEO_REALTIME_LISTENER_1;

    static void onOpen(void* self, const vuedeo_realtime_peer* p) noexcept {
        static_cast<T*>(self)->onOpen({p->id, view(p->room), view(p->participant_id),
                                       view(p->display_name), p->max_participants});
    }
    static void onMessage(void* self, uint64_t peer, vuedeo_str message) noexcept {
        static_cast<T*>(self)->onMessage(peer, view(message));
    }
    static void onClose(void* self, uint64_t peer) noexcept {
        static_cast<T*>(self)->onClose(peer);
    }

    static constexpr vuedeo_realtime_listener_1 kTable = {sizeof(vuedeo_realtime_listener_1), 0,
                                                          onOpen, onMessage, onClose};
};

}  // namespace detail
}  // namespace vuedeo
