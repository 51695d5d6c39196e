// The host that a check gives a plugin: it keeps what is logged, and its services do what the check
// wants of them. Thread-safe.
#pragma once
#include <vuedeo/abi.h>
#include <vuedeo/abi/realtime.h>
#include <vuedeo/abi/room_events.h>
#include <vuedeo/abi/services.h>

#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

namespace vuedeo::check {

class CheckHost {
public:
    // The HTTP client answers UNAVAILABLE: at once, or only when the request's time is over.
    enum class Network { kRefuses, kHangs };

    explicit CheckHost(const std::filesystem::path& dataDir, Network network = Network::kRefuses);
    CheckHost(const CheckHost&) = delete;
    CheckHost& operator=(const CheckHost&) = delete;

    const vuedeo_host* raw() const noexcept { return &host_; }
    std::vector<std::string> log() const;
    // How often the plugin has called any function of the host.
    uint64_t calls() const noexcept { return calls_; }

private:
    static void onLog(void* ctx, int32_t level, vuedeo_str line);
    static const void* onService(void* ctx, const char* id);
    static vuedeo_status onVisit(void* ctx, const vuedeo_room_visit* visit, vuedeo_error* error);
    static vuedeo_status onFetch(void* ctx, const vuedeo_http_request* request,
                                 vuedeo_http_response* response, vuedeo_error* error);

    const std::string dataDir_;
    const Network network_;
    vuedeo_clock_1 clock_{};
    vuedeo_http_client_1 http_{};
    vuedeo_realtime_1 realtime_{};   // every peer is gone
    vuedeo_room_events_1 events_{};  // no room is known
    vuedeo_host host_{};
    std::atomic<uint64_t> calls_{0};
    mutable std::mutex mutex_;
    std::vector<std::string> log_;
};

}  // namespace vuedeo::check
