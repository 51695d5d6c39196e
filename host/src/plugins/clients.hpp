// The kinds of plugin as C++ calls: thin, synchronous, and throwing PluginError. Call them on
// the plugin's lane, unless a comment says that they do not block.
#pragma once
#include <vuedeo/abi/chart.h>
#include <vuedeo/abi/http_routes.h>
#include <vuedeo/abi/metrics_store.h>
#include <vuedeo/abi/realtime.h>
#include <vuedeo/abi/sample_source.h>
#include <vuedeo/abi/video_provider.h>

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/plugin.hpp"

namespace vuedeo::plugins {

// Rooms and participants as the host holds them: the C structs of abi/metrics_store.h with memory
// of their own.
struct RoomRecord {
    std::string name;
    uint32_t maxParticipants = 0;  // 0: the provider's default
    int64_t createdAtMs = 0;
    int64_t expiresAtMs = 0;  // 0: never
    int64_t endedAtMs = 0;    // 0: open
    std::string provider;     // plugin id; empty: seen through samples only
    std::string providerJson;
    int64_t lastSampleAtMs = 0;  // 0: none yet
    uint32_t participantCount = 0;
    int64_t activeAtMs = 0;
};

struct ParticipantRecord {
    std::string room;
    std::string id;
    std::string displayName;
    int64_t joinedAtMs = 0;
    int64_t firstSampleAtMs = 0;  // 0: none yet
    int64_t lastSampleAtMs = 0;
    uint64_t sampleCount = 0;
    int64_t leftAtMs = 0;  // 0: not known
};

struct SampleRecord {
    std::string room;
    std::string participantId;
    int64_t sampledAtMs = 0;
    std::array<float, VUEDEO_FIELD_COUNT> values{};  // NaN: unknown
};

class VideoClient {
public:
    explicit VideoClient(Plugin& plugin) : plugin_(plugin) {}
    Plugin& plugin() noexcept { return plugin_; }

    // These answer the text of a JSON object.
    std::string createRoom(const RoomRecord& room, const std::string& optionsJson,
                           const CallScope& scope);
    std::string findRoom(const std::string& name, const CallScope& scope);
    void endRoom(const std::string& name, const CallScope& scope);
    struct Admission {
        std::string room;
        std::string participantId;
        std::string displayName;
        bool owner = false;
        int64_t expiresAtMs = 0;
        uint32_t maxParticipants = 0;
    };
    std::string admit(const Admission& admission, const CallScope& scope);
    std::string presence(const std::string& room, const CallScope& scope);
    std::string meetings(const std::string& room, uint32_t limit, const CallScope& scope);

    // Null when the provider does not use the realtime channel. Call it through the three below,
    // which do not block, and which keep its plugin from being stopped meanwhile.
    const vuedeo_realtime_listener_1* realtimeListener() const noexcept;
    // False: the provider is not ready, or listens to nothing; close the peer's channel.
    bool peerOpened(const vuedeo_realtime_peer& peer) noexcept;
    bool peerSent(uint64_t peer, std::string_view message) noexcept;
    bool peerClosed(uint64_t peer) noexcept;

private:
    Plugin& plugin_;
};

class StoreClient {
public:
    explicit StoreClient(Plugin& plugin) : plugin_(plugin) {}
    Plugin& plugin() noexcept { return plugin_; }

    // One code VUEDEO_SAMPLE_... a sample; throws when nothing is acknowledged.
    std::vector<uint8_t> append(const std::vector<vuedeo_sample>& samples, const CallScope& scope);

    void saveRoom(const RoomRecord& room, const CallScope& scope);
    RoomRecord findRoom(const std::string& name, const CallScope& scope);  // NOT_FOUND throws
    struct RoomPage {
        std::vector<RoomRecord> rooms;
        std::string nextCursor;  // empty on the last page
    };
    struct RoomQuery {
        std::string text;
        int64_t fromMs = 0;
        int64_t toMs = 0;
        std::string cursor;
        uint32_t limit = 50;
    };
    RoomPage listRooms(const RoomQuery& query, const CallScope& scope);

    void saveParticipant(const ParticipantRecord& participant, const CallScope& scope);
    std::vector<ParticipantRecord> listParticipants(const std::string& room,
                                                    const CallScope& scope);

    struct SeriesQuery {
        std::string room;
        std::string participantId;  // empty: all
        int64_t fromMs = 0;
        int64_t toMs = 0;
        int64_t intervalMs = 0;
        std::vector<uint32_t> fields;
    };
    // visit returns false to stop early; what it throws ends the series and comes out here. Shows
    // buckets that are aligned and within the query, all of one participant together, in time
    // order.
    void series(const SeriesQuery& query, const std::function<bool(const vuedeo_bucket&)>& visit,
                const CallScope& scope);

    struct SampleQuery {
        std::string room;
        std::string participantId;  // empty: all
        int64_t fromMs = 0;
        int64_t toMs = 0;
    };
    // The raw samples, as series(). Their room is set; values beyond what the store knows are NaN.
    void samples(const SampleQuery& query, const std::function<bool(const vuedeo_sample&)>& visit,
                 const CallScope& scope);

    // The number of samples deleted; UNSUPPORTED throws.
    uint64_t deleteBefore(int64_t beforeMs, const CallScope& scope);

    // INVALID throws: samples from this time on would not all be stored and kept. A store that
    // cannot tell is taken at its word.
    void checkRetention(int64_t oldestMs, const CallScope& scope);

private:
    Plugin& plugin_;
};

class ChartClient {
public:
    explicit ChartClient(Plugin& plugin) : plugin_(plugin) {}
    Plugin& plugin() noexcept { return plugin_; }

    std::string mediaType() const;  // empty while the plugin is not ready; does not block
    std::string render(std::string_view seriesJson, std::string_view optionsJson,
                       const CallScope& scope);

private:
    Plugin& plugin_;
};

// Requests that a plugin of any kind serves itself.
class RoutesClient {
public:
    explicit RoutesClient(Plugin& plugin) : plugin_(plugin) {}

    bool offered() const noexcept;
    struct Answer {
        int status = 200;
        std::string contentType;
        std::string body;
    };
    Answer handle(const vuedeo_route_request& request, const CallScope& scope);

private:
    Plugin& plugin_;
};

class SourceClient {
public:
    explicit SourceClient(Plugin& plugin) : plugin_(plugin) {}
    Plugin& plugin() noexcept { return plugin_; }

    uint64_t count(const std::string& position, const CallScope& scope);
    struct Page {
        std::vector<SampleRecord> samples;  // as the source has them: nothing of them is checked
        std::string nextPosition;           // empty on the last page
    };
    Page read(const std::string& position, uint32_t limit, const CallScope& scope);

private:
    Plugin& plugin_;
};

// Readiness of a plugin of any kind, beyond its state.
class HealthClient {
public:
    explicit HealthClient(Plugin& plugin) : plugin_(plugin) {}

    bool offered() const noexcept;
    // A JSON object for administrators; UNAVAILABLE throws: the plugin cannot serve now.
    std::string check(const CallScope& scope);

private:
    Plugin& plugin_;
};

}  // namespace vuedeo::plugins
