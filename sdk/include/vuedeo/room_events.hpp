// vuedeo/room_events.hpp - tells the host who has entered a room: abi/room_events.h.
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

    // Blocks until it is stored; throws Error otherwise.
    void participantJoined(const RoomVisit& visit) const {
        vuedeo_room_visit raw{};
        raw.size = sizeof raw;
        raw.room = str(visit.room);
        raw.participant_id = str(visit.participantId);
        raw.display_name = str(visit.displayName);
        raw.at_ms = visit.atMs;
        std::string message;
        vuedeo_error error{};
        error.size = sizeof error;
        error.message = {&message, [](void* ctx, const char* data, uint64_t size) {
                             static_cast<std::string*>(ctx)->append(data,
                                                                    static_cast<std::size_t>(size));
                         }};
        const vuedeo_status status = service_->participant_joined(service_->ctx, &raw, &error);
        if (status != VUEDEO_OK) {
            throw Error::retryAfter(status, std::chrono::milliseconds(error.retry_after_ms),
                                    message);
        }
    }

private:
    const vuedeo_room_events_1* service_;
};

}  // namespace vuedeo
