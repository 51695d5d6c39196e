// What one plugin instance gets of the host: its vuedeo_host, and behind it the services (log,
// clock, HTTP client, realtime channel, room events). Valid from create() until destroy() has
// returned; any thread.
#pragma once
#include <vuedeo/abi.h>
#include <vuedeo/abi/realtime.h>
#include <vuedeo/abi/room_events.h>
#include <vuedeo/abi/services.h>

#include <filesystem>
#include <string>

#include "plugins/http_client.hpp"
#include "plugins/services.hpp"

namespace vuedeo::plugins {

class HostTable {
public:
    // dataDir: this plugin's own; created by the caller before start(), which is the first that may
    // use it.
    HostTable(std::string pluginId, const std::filesystem::path& dataDir, const Services& services);
    HostTable(const HostTable&) = delete;
    HostTable& operator=(const HostTable&) = delete;

    const vuedeo_host* table() const noexcept { return &host_; }

private:
    const void* find(const char* id) const noexcept;
    void writeLog(int32_t level, vuedeo_str message) const noexcept;
    // One of the sink's functions, its exceptions turned into statuses.
    template <class Function, class Argument>
    vuedeo_status tell(Function function, const Argument& argument,
                       vuedeo_error* error) const noexcept;
    template <class Function>
    vuedeo_status tellVisit(Function function, const vuedeo_room_visit* visit,
                            vuedeo_error* error) const noexcept;

    const std::string pluginId_;
    const std::string dataDir_;
    RealtimeChannel* const realtimeChannel_;
    RoomEventSink* const roomEventSink_;
    HttpClient httpClient_;
    vuedeo_clock_1 clock_{};
    vuedeo_http_client_1 http_{};
    vuedeo_realtime_1 realtime_{};
    vuedeo_room_events_1 roomEvents_{};
    vuedeo_host host_{};
};

}  // namespace vuedeo::plugins
