// What the host offers to plugins (abi/services.h, abi/realtime.h, abi/room_events.h), as C++
// objects.
#pragma once
#include <vuedeo/abi/realtime.h>
#include <vuedeo/abi/room_events.h>
#include <vuedeo/abi/services.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace vuedeo::plugins {

// Messages to browsers; implemented by the API layer, which owns the WebSockets. Any thread.
class RealtimeChannel {
public:
    virtual ~RealtimeChannel() = default;
    virtual vuedeo_status send(uint64_t peer, std::string_view message) = 0;
    virtual void close(uint64_t peer, uint32_t code, std::string_view reason) = 0;
};

// What providers learn of their rooms; implemented by the API layer, which keeps the record. Throws
// PluginError. A plugin's own worker threads.
class RoomEventSink {
public:
    virtual ~RoomEventSink() = default;
    virtual void participantJoined(const std::string& provider, const vuedeo_room_visit& visit) = 0;
    virtual void participantLeft(const std::string& provider, const vuedeo_room_visit& visit) = 0;
    virtual void findRoom(const std::string& provider, std::string_view room) = 0;
};

// Must be filled in before the Registry is constructed, and outlive it.
struct Services {
    RealtimeChannel* realtime = nullptr;  // null: plugins that ask for it get NULL
    RoomEventSink* roomEvents = nullptr;  // the same
};

}  // namespace vuedeo::plugins
