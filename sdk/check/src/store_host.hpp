// A host for one store plugin, small enough to read: loads the library, keeps one instance, and
// makes calls through the C tables alone. Used by the conformance suite and by the benchmark.
#pragma once
#include <vuedeo/abi.h>
#include <vuedeo/abi/metrics_store.h>
#include <vuedeo/abi/services.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace vuedeo::store_test {

// The library of a plugin folder, never unloaded.
const vuedeo_module& loadModule(const std::filesystem::path& pluginFolder);

struct Outcome {
    vuedeo_status status = VUEDEO_OK;
    std::string message;
    std::string field;
    uint32_t retryAfterMs = 0;

    bool ok() const { return status == VUEDEO_OK; }
};

struct Sample {
    std::string room;
    std::string participant;
    int64_t at;
    std::map<uint32_t, float> values;  // by field; the others are unknown
};

struct Room {
    std::string name;
    std::string provider;
    std::string providerJson;
    uint32_t maxParticipants = 0;
    int64_t createdAt = 0;
    int64_t expiresAt = 0;
    int64_t endedAt = 0;
    int64_t lastSampleAt = 0;
    uint32_t participantCount = 0;
    int64_t activeAt = 0;
};

struct Participant {
    std::string room;
    std::string id;
    std::string name;
    int64_t joinedAt = 0;
    int64_t firstSampleAt = 0;
    int64_t lastSampleAt = 0;
    uint64_t sampleCount = 0;
    int64_t leftAt = 0;
};

struct Bucket {
    std::string participant;
    int64_t start = 0;
    uint64_t samples = 0;
    std::vector<vuedeo_aggregate> aggregates;
};

struct RoomQuery {
    std::string text{};
    int64_t from = 0;
    int64_t to = 0;
    uint32_t limit = 100;
    std::string cursor{};
};

struct SeriesQuery {
    std::string room;
    std::string participant;
    int64_t from;
    int64_t to;
    int64_t interval;
    std::vector<uint32_t> fields;
};

struct SampleQuery {
    std::string room;
    std::string participant;
    int64_t from;
    int64_t to;
};

// What a call may take, and who cancels it.
struct CallOptions {
    uint32_t deadlineMs = 60'000;
    const std::atomic<bool>* cancelled = nullptr;
};

class StoreHost {
public:
    StoreHost(const vuedeo_module& module, std::string configJson,
              const std::filesystem::path& dataDir);
    ~StoreHost();
    StoreHost(const StoreHost&) = delete;
    StoreHost& operator=(const StoreHost&) = delete;

    Outcome create();
    Outcome start();
    void stop();
    void destroy();
    bool started() const { return started_; }

    Outcome append(const std::vector<Sample>& samples, std::vector<uint8_t>& codes,
                   CallOptions options = {});
    Outcome appendRaw(const vuedeo_sample_batch& batch, uint8_t* codes, CallOptions options = {});
    Outcome saveRoom(const Room& room);
    Outcome findRoom(const std::string& name, Room& room);
    // visit returns false to stop.
    Outcome listRooms(const RoomQuery& query, const std::function<bool(const Room&)>& visit,
                      std::string& nextCursor, CallOptions options = {});
    Outcome saveParticipant(const Participant& participant);
    Outcome listParticipants(const std::string& room, std::vector<Participant>& participants);
    Outcome series(const SeriesQuery& query, const std::function<bool(const Bucket&)>& visit,
                   CallOptions options = {});
    Outcome samples(const SampleQuery& query, const std::function<bool(const Sample&)>& visit,
                    CallOptions options = {});
    bool canDelete() const;
    Outcome deleteBefore(int64_t before, uint64_t& deleted, CallOptions options = {});
    Outcome check(std::string& details);
    bool hasHealth() const { return health_ != nullptr; }

    // What the host's clock answers; 0: the real time.
    std::atomic<int64_t> clockMs{0};

private:
    using Body = std::function<vuedeo_status(const vuedeo_call&, vuedeo_error&)>;
    static Outcome call(CallOptions options, const Body& body);

    const vuedeo_module& module_;
    const std::string configJson_;
    const std::string dataDir_;
    vuedeo_clock_1 clock_{};
    vuedeo_host host_{};
    void* self_ = nullptr;
    bool started_ = false;
    const vuedeo_metrics_store_1* store_ = nullptr;
    const vuedeo_health_1* health_ = nullptr;
};

}  // namespace vuedeo::store_test
