// vuedeo/room_events.hpp - tells the host who has come and gone in a room: abi/room_events.h.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "abi/room_events.h"
#include "plugin.hpp"

namespace vuedeo {

struct RoomVisit {
    std::string_view room;
    std::string_view participantId;
    std::string_view displayName;
    int64_t atMs;
};

class RoomEvents {
public:
    explicit RoomEvents(const Host& host)
        : service_(host.service<vuedeo_room_events_1>(VUEDEO_ROOM_EVENTS_1)) {
        if (service_ == nullptr) {
            throw Error(VUEDEO_E_UNSUPPORTED, "this host has no " VUEDEO_ROOM_EVENTS_1);
        }
    }

    // These block until it is stored; all throw Error otherwise.
    void participantJoined(const RoomVisit& visit) const {
        tell(service_->participant_joined, visit);
    }
    void participantLeft(const RoomVisit& visit) const { tell(service_->participant_left, visit); }
    // Throws NOT_FOUND unless the room is this plugin's.
    void findRoom(std::string_view room) const {
        call([&](vuedeo_error* error) {
            return service_->find_room(service_->ctx, str(room), error);
        });
    }

private:
    using Function = vuedeo_status (*)(void*, const vuedeo_room_visit*, vuedeo_error*);

    void tell(Function function, const RoomVisit& visit) const {
        vuedeo_room_visit raw{};
        raw.size = sizeof raw;
        raw.room = str(visit.room);
        raw.participant_id = str(visit.participantId);
        raw.display_name = str(visit.displayName);
        raw.at_ms = visit.atMs;
        call([&](vuedeo_error* error) { return function(service_->ctx, &raw, error); });
    }

    template <class Body>
    static void call(const Body& body) {
        std::string message;
        vuedeo_error error{};
        error.size = sizeof error;
        error.message = {&message, [](void* ctx, const char* data, uint64_t size) {
                             static_cast<std::string*>(ctx)->append(data,
                                                                    static_cast<std::size_t>(size));
                         }};
        const vuedeo_status status = body(&error);
        if (status != VUEDEO_OK) {
            throw Error::retryAfter(status, std::chrono::milliseconds(error.retry_after_ms),
                                    message);
        }
    }

    const vuedeo_room_events_1* service_;
};

}  // namespace vuedeo
