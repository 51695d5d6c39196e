// vuedeo/video_provider.hpp - base class of a video provider. What each function means, its threads
// and its errors: abi/video_provider.h.
#pragma once
#include "abi/video_provider.h"
#include "plugin.hpp"

namespace vuedeo {

struct RoomRequest {
    std::string_view name;
    uint32_t maxParticipants;  // 0: the provider's default
    int64_t expiresAtMs;       // 0: the host decides by activity
    std::string_view optionsJson;
};

struct Admission {
    std::string_view room;
    std::string_view participantId;
    std::string_view displayName;
    bool owner;  // made the room
    int64_t expiresAtMs;
    uint32_t maxParticipants;  // of the room; 0: the provider's default
};

class VideoProvider : public Plugin {
public:
    using Plugin::Plugin;

    virtual std::string createRoom(const RoomRequest& request, const Call& call) = 0;
    virtual std::string findRoom(std::string_view name, const Call& call) = 0;
    virtual void endRoom(std::string_view name, const Call& call) = 0;
    virtual std::string admit(const Admission& admission, const Call& call) = 0;

    virtual std::string listRooms(std::string_view /*cursor*/, uint32_t /*limit*/, const Call&) {
        throw Error(VUEDEO_E_UNSUPPORTED, "this provider does not list rooms");
    }
    virtual std::string presence(std::string_view /*room*/, const Call&) {
        throw Error(VUEDEO_E_UNSUPPORTED, "this provider does not tell who is present");
    }
    virtual std::string meetings(std::string_view /*room*/, uint32_t /*limit*/, const Call&) {
        throw Error(VUEDEO_E_UNSUPPORTED, "this provider does not tell of past meetings");
    }
};

namespace detail {

template <class T>
struct Table<VideoProvider, T> {
    static constexpr const char* kId = VUEDEO_VIDEO_PROVIDER_1;

    static T& of(void* self) noexcept { return *static_cast<T*>(self); }

    static vuedeo_status createRoom(void* self, const vuedeo_room_request* r,
                                    const vuedeo_call* call, const vuedeo_sink* out,
                                    vuedeo_error* error) noexcept {
        return guard(error, [&] {
            const RoomRequest request{view(r->name), r->max_participants, r->expires_at_ms,
                                      view(r->options_json)};
            put(*out, of(self).createRoom(request, Call(call)));
        });
    }
    static vuedeo_status findRoom(void* self, vuedeo_str name, const vuedeo_call* call,
                                  const vuedeo_sink* out, vuedeo_error* error) noexcept {
        return guard(error, [&] { put(*out, of(self).findRoom(view(name), Call(call))); });
    }
    static vuedeo_status endRoom(void* self, vuedeo_str name, const vuedeo_call* call,
                                 vuedeo_error* error) noexcept {
        return guard(error, [&] { of(self).endRoom(view(name), Call(call)); });
    }
    static vuedeo_status admit(void* self, const vuedeo_admission* a, const vuedeo_call* call,
                               const vuedeo_sink* out, vuedeo_error* error) noexcept {
        return guard(error, [&] {
            const Admission admission{view(a->room),         view(a->participant_id),
                                      view(a->display_name), (a->flags & VUEDEO_ADMIT_OWNER) != 0,
                                      a->expires_at_ms,      a->max_participants};
            put(*out, of(self).admit(admission, Call(call)));
        });
    }
    static vuedeo_status listRooms(void* self, vuedeo_str cursor, uint32_t limit,
                                   const vuedeo_call* call, const vuedeo_sink* out,
                                   vuedeo_error* error) noexcept {
        return guard(error,
                     [&] { put(*out, of(self).listRooms(view(cursor), limit, Call(call))); });
    }
    static vuedeo_status presence(void* self, vuedeo_str room, const vuedeo_call* call,
                                  const vuedeo_sink* out, vuedeo_error* error) noexcept {
        return guard(error, [&] { put(*out, of(self).presence(view(room), Call(call))); });
    }
    static vuedeo_status meetings(void* self, vuedeo_str room, uint32_t limit,
                                  const vuedeo_call* call, const vuedeo_sink* out,
                                  vuedeo_error* error) noexcept {
        return guard(error, [&] { put(*out, of(self).meetings(view(room), limit, Call(call))); });
    }

    static constexpr vuedeo_video_provider_1 kTable = {sizeof(vuedeo_video_provider_1),
                                                       0,
                                                       createRoom,
                                                       findRoom,
                                                       endRoom,
                                                       admit,
                                                       listRooms,
                                                       presence,
                                                       meetings};
};

}  // namespace detail
}  // namespace vuedeo
