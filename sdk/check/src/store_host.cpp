#include "store_host.hpp"

#include <dlfcn.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace vuedeo::store_test {
namespace {

vuedeo_str str(const std::string& text) {
    return {text.data(), text.size()};
}

std::string text(vuedeo_str view) {
    return {view.data == nullptr ? "" : view.data, static_cast<std::size_t>(view.size)};
}

vuedeo_sink sinkTo(std::string& target) {
    return {&target, [](void* ctx, const char* data, uint64_t size) {
                static_cast<std::string*>(ctx)->append(data, static_cast<std::size_t>(size));
            }};
}

int64_t monotonicMs() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

int64_t unixMs() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

Room roomOf(const vuedeo_room& room) {
    return {text(room.name),       text(room.provider),    text(room.provider_json),
            room.max_participants, room.created_at_ms,     room.expires_at_ms,
            room.ended_at_ms,      room.last_sample_at_ms, room.participant_count,
            room.active_at_ms};
}

Participant participantOf(const vuedeo_participant& participant) {
    return {text(participant.room),         text(participant.id),
            text(participant.display_name), participant.joined_at_ms,
            participant.first_sample_at_ms, participant.last_sample_at_ms,
            participant.sample_count,       participant.left_at_ms};
}

Sample sampleOf(const vuedeo_sample& sample, uint32_t fieldCount) {
    Sample copy{text(sample.room), text(sample.participant_id), sample.sampled_at_ms, {}};
    for (uint32_t field = 0; field < fieldCount; ++field) {
        if (!std::isnan(sample.values[field])) copy.values[field] = sample.values[field];
    }
    return copy;
}

}  // namespace

const vuedeo_module& loadModule(const std::filesystem::path& pluginFolder) {
    const auto library = std::filesystem::absolute(pluginFolder) /
                         ("lib" + pluginFolder.filename().string() + ".so");
    void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) throw std::runtime_error(dlerror());
    void* symbol = dlsym(handle, VUEDEO_MODULE_SYMBOL);
    if (symbol == nullptr) throw std::runtime_error(library.string() + " is no plugin");
    return *reinterpret_cast<vuedeo_module_fn>(symbol)();
}

StoreHost::StoreHost(const vuedeo_module& module, std::string configJson,
                     const std::filesystem::path& dataDir)
    : module_(module), configJson_(std::move(configJson)), dataDir_(dataDir.string()) {
    clock_ = {sizeof clock_, 0, this,
              [](void* ctx) -> int64_t {
                  const int64_t fixed = static_cast<StoreHost*>(ctx)->clockMs;
                  return fixed != 0 ? fixed : unixMs();
              },
              [](void*) { return monotonicMs(); }};
    host_.size = sizeof host_;
    host_.abi_minor = VUEDEO_ABI_MINOR;
    host_.ctx = this;
    host_.log = [](void*, int32_t, vuedeo_str) {};
    host_.get_service = [](void* ctx, const char* id) -> const void* {
        return std::string(id) == VUEDEO_CLOCK_1 ? &static_cast<StoreHost*>(ctx)->clock_ : nullptr;
    };
    host_.data_dir = str(dataDir_);
}

StoreHost::~StoreHost() {
    stop();
    destroy();
}

Outcome StoreHost::call(CallOptions options, const Body& body) {
    Outcome outcome;
    vuedeo_error error{sizeof error, 0, sinkTo(outcome.message), sinkTo(outcome.field)};
    vuedeo_call call{};
    call.size = sizeof call;
    call.deadline_ms = options.deadlineMs;
    call.ctx = const_cast<std::atomic<bool>*>(options.cancelled);
    call.cancelled = [](void* ctx) -> int32_t {
        return ctx != nullptr && static_cast<std::atomic<bool>*>(ctx)->load() ? 1 : 0;
    };
    outcome.status = body(call, error);
    outcome.retryAfterMs = error.retry_after_ms;
    return outcome;
}

Outcome StoreHost::create() {
    return call({}, [&](const vuedeo_call&, vuedeo_error& error) {
        return module_.create(&host_, str(configJson_), &self_, &error);
    });
}

Outcome StoreHost::start() {
    Outcome outcome = call({}, [&](const vuedeo_call& call, vuedeo_error& error) {
        return module_.start(self_, &call, &error);
    });
    started_ = outcome.ok();
    store_ = static_cast<const vuedeo_metrics_store_1*>(
        module_.get_interface(self_, VUEDEO_METRICS_STORE_1));
    health_ = static_cast<const vuedeo_health_1*>(module_.get_interface(self_, VUEDEO_HEALTH_1));
    return outcome;
}

void StoreHost::stop() {
    if (started_) module_.stop(self_);
    started_ = false;
}

void StoreHost::destroy() {
    if (self_ != nullptr) module_.destroy(self_);
    self_ = nullptr;
}

Outcome StoreHost::append(const std::vector<Sample>& samples, std::vector<uint8_t>& codes,
                          CallOptions options) {
    std::vector<vuedeo_sample> raw(samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        raw[i].room = str(samples[i].room);
        raw[i].participant_id = str(samples[i].participant);
        raw[i].sampled_at_ms = samples[i].at;
        for (float& value : raw[i].values) value = std::numeric_limits<float>::quiet_NaN();
        for (const auto& [field, value] : samples[i].values) raw[i].values[field] = value;
    }
    codes.assign(samples.size(), 0xff);
    const vuedeo_sample_batch batch{sizeof batch, sizeof(vuedeo_sample),
                                    static_cast<uint32_t>(raw.size()), VUEDEO_FIELD_COUNT,
                                    raw.data()};
    return appendRaw(batch, codes.data(), options);
}

Outcome StoreHost::appendRaw(const vuedeo_sample_batch& batch, uint8_t* codes,
                             CallOptions options) {
    return call(options, [&](const vuedeo_call& call, vuedeo_error& error) {
        return store_->append(self_, &batch, codes, &call, &error);
    });
}

Outcome StoreHost::saveRoom(const Room& room) {
    vuedeo_room raw{};
    raw.size = sizeof raw;
    raw.name = str(room.name);
    raw.provider = str(room.provider);
    raw.provider_json = str(room.providerJson);
    raw.max_participants = room.maxParticipants;
    raw.created_at_ms = room.createdAt;
    raw.expires_at_ms = room.expiresAt;
    raw.ended_at_ms = room.endedAt;
    return call({}, [&](const vuedeo_call& call, vuedeo_error& error) {
        return store_->save_room(self_, &raw, &call, &error);
    });
}

Outcome StoreHost::findRoom(const std::string& name, Room& room) {
    const vuedeo_room_visitor visitor{&room, [](void* ctx, const vuedeo_room* found) -> int32_t {
                                          *static_cast<Room*>(ctx) = roomOf(*found);
                                          return VUEDEO_CONTINUE;
                                      }};
    return call({}, [&](const vuedeo_call& call, vuedeo_error& error) {
        return store_->find_room(self_, str(name), &call, &visitor, &error);
    });
}

Outcome StoreHost::listRooms(const RoomQuery& query, const std::function<bool(const Room&)>& visit,
                             std::string& nextCursor, CallOptions options) {
    const std::string cursor = query.cursor;  // nextCursor may be the query's own
    nextCursor.clear();
    const vuedeo_room_query raw{sizeof raw, query.limit, str(query.text),
                                query.from, query.to,    str(cursor)};
    const vuedeo_room_visitor visitor{
        const_cast<std::function<bool(const Room&)>*>(&visit),
        [](void* ctx, const vuedeo_room* room) -> int32_t {
            const auto& visitRoom = *static_cast<const std::function<bool(const Room&)>*>(ctx);
            return visitRoom(roomOf(*room)) ? VUEDEO_CONTINUE : VUEDEO_STOP;
        }};
    const vuedeo_sink sink = sinkTo(nextCursor);
    return call(options, [&](const vuedeo_call& call, vuedeo_error& error) {
        return store_->list_rooms(self_, &raw, &call, &visitor, &sink, &error);
    });
}

Outcome StoreHost::saveParticipant(const Participant& participant) {
    vuedeo_participant raw{};
    raw.size = sizeof raw;
    raw.room = str(participant.room);
    raw.id = str(participant.id);
    raw.display_name = str(participant.name);
    raw.joined_at_ms = participant.joinedAt;
    raw.left_at_ms = participant.leftAt;
    return call({}, [&](const vuedeo_call& call, vuedeo_error& error) {
        return store_->save_participant(self_, &raw, &call, &error);
    });
}

Outcome StoreHost::listParticipants(const std::string& room,
                                    std::vector<Participant>& participants) {
    participants.clear();
    const vuedeo_participant_visitor visitor{
        &participants, [](void* ctx, const vuedeo_participant* participant) -> int32_t {
            static_cast<std::vector<Participant>*>(ctx)->push_back(participantOf(*participant));
            return VUEDEO_CONTINUE;
        }};
    return call({}, [&](const vuedeo_call& call, vuedeo_error& error) {
        return store_->list_participants(self_, str(room), &call, &visitor, &error);
    });
}

Outcome StoreHost::series(const SeriesQuery& query, const std::function<bool(const Bucket&)>& visit,
                          CallOptions options) {
    const vuedeo_series_query raw{sizeof raw,      static_cast<uint32_t>(query.fields.size()),
                                  str(query.room), str(query.participant),
                                  query.from,      query.to,
                                  query.interval,  query.fields.data()};
    const vuedeo_bucket_visitor visitor{
        const_cast<std::function<bool(const Bucket&)>*>(&visit),
        [](void* ctx, const vuedeo_bucket* raw_) -> int32_t {
            const Bucket bucket{text(raw_->participant_id),
                                raw_->start_ms,
                                raw_->sample_count,
                                {raw_->aggregates, raw_->aggregates + raw_->field_count}};
            const auto& visitBucket = *static_cast<const std::function<bool(const Bucket&)>*>(ctx);
            return visitBucket(bucket) ? VUEDEO_CONTINUE : VUEDEO_STOP;
        }};
    return call(options, [&](const vuedeo_call& call, vuedeo_error& error) {
        return store_->series(self_, &raw, &call, &visitor, &error);
    });
}

Outcome StoreHost::samples(const SampleQuery& query,
                           const std::function<bool(const Sample&)>& visit, CallOptions options) {
    const vuedeo_sample_query raw{sizeof raw, 0,       str(query.room), str(query.participant),
                                  query.from, query.to};
    const vuedeo_sample_visitor visitor{
        const_cast<std::function<bool(const Sample&)>*>(&visit),
        [](void* ctx, const vuedeo_sample* sample, uint32_t fieldCount) -> int32_t {
            const auto& visitSample = *static_cast<const std::function<bool(const Sample&)>*>(ctx);
            return visitSample(sampleOf(*sample, fieldCount)) ? VUEDEO_CONTINUE : VUEDEO_STOP;
        }};
    return call(options, [&](const vuedeo_call& call, vuedeo_error& error) {
        return store_->samples(self_, &raw, &call, &visitor, &error);
    });
}

bool StoreHost::canDelete() const {
    return VUEDEO_HAS(store_, vuedeo_metrics_store_1, delete_before) &&
           store_->delete_before != nullptr;
}

Outcome StoreHost::deleteBefore(int64_t before, uint64_t& deleted, CallOptions options) {
    return call(options, [&](const vuedeo_call& call, vuedeo_error& error) {
        return store_->delete_before(self_, before, &call, &deleted, &error);
    });
}

Outcome StoreHost::check(std::string& details) {
    details.clear();
    const vuedeo_sink sink = sinkTo(details);
    return call({}, [&](const vuedeo_call& call, vuedeo_error& error) {
        return health_->check(self_, &call, &sink, &error);
    });
}

}  // namespace vuedeo::store_test
