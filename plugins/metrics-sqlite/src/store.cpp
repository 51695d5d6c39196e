#include "store.hpp"

#include <vuedeo/abi/services.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "deletion.hpp"
#include "kept_days.hpp"
#include "names.hpp"
#include "rooms.hpp"
#include "samples.hpp"
#include "series.hpp"

namespace vuedeo::sqlite {
namespace {

constexpr uint32_t kMaxBatch = 100'000;
constexpr std::chrono::seconds kStopPatience{10};

void refuseIfOver(const Call& call) {
    if (call.cancelled()) throw Error(VUEDEO_E_UNAVAILABLE, "the call was cancelled");
    if (call.remaining().count() == 0)
        throw Error(VUEDEO_E_UNAVAILABLE, "the call's deadline has passed");
}

void requireRoomName(std::string_view name) {
    if (isRoomName(name)) return;
    throw Error::invalid("room", "a room's name is 1..128 of A-Z a-z 0-9 - _");
}

void requireTime(const char* field, int64_t timeMs) {
    if (timeMs >= 0 && timeMs < kMaxTimeMs) return;
    throw Error::invalid(field, std::string(field) + " is no time in Unix milliseconds");
}

void validate(const vuedeo_sample_batch& batch) {
    if (batch.count == 0 || batch.count > kMaxBatch)
        throw Error::invalid("count", "a batch holds 1..100000 samples");
    const uint64_t needed =
        offsetof(vuedeo_sample, values) + uint64_t{batch.field_count} * sizeof(float);
    if (batch.samples == nullptr || batch.stride < needed ||
        batch.stride % alignof(vuedeo_sample) != 0)
        throw Error::invalid("stride", "the stride is too short for its fields, or misaligned");
}

void validate(const vuedeo_room& room) {
    requireRoomName(view(room.name));
    requireTime("created_at_ms", room.created_at_ms);
    requireTime("expires_at_ms", room.expires_at_ms);
    requireTime("ended_at_ms", room.ended_at_ms);
    if (!isUtf8(view(room.provider)) || room.provider.size > kMaxRoomNameBytes)
        throw Error::invalid("provider", "the provider must be UTF-8 of at most 128 bytes");
    if (!isUtf8(view(room.provider_json)) || room.provider_json.size > kMaxProviderJsonBytes)
        throw Error::invalid("provider_json", "it must be UTF-8 of at most 1 MiB");
}

void validate(const vuedeo_participant& participant) {
    requireRoomName(view(participant.room));
    requireTime("joined_at_ms", participant.joined_at_ms);
    requireTime("left_at_ms", participant.left_at_ms);
    if (!isParticipantId(view(participant.id)))
        throw Error::invalid("id", "a participant's id is 1..128 bytes of UTF-8");
    const std::string_view name = view(participant.display_name);
    if (!isUtf8(name) || name.size() > kMaxDisplayNameBytes)
        throw Error::invalid("display_name", "it must be UTF-8 of at most 1024 bytes");
}

std::uintmax_t fileBytes(const std::string& path) {
    std::error_code missing;
    const auto bytes = std::filesystem::file_size(path, missing);
    return missing ? 0 : bytes;
}

}  // namespace

Store::Store(Host givenHost, std::string_view configJson)
    : MetricsStore(givenHost),
      config_(parseConfig(configJson, host().dataDir())),
      writer_(config_.path, host()),
      readers_(config_.path, config_.readers),
      maintenance_(config_, writer_, host(), [this] { return nowMs(); }) {}

int64_t Store::nowMs() const {
    const auto* clock = host().service<vuedeo_clock_1>(VUEDEO_CLOCK_1);
    if (clock != nullptr) return clock->now_ms(clock->ctx);
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

void Store::start(const Call&) {
    writer_.open();
    try {
        maintenance_.start();
    } catch (...) {
        writer_.close();  // a later start must not meet this one's lock
        throw;
    }
}

void Store::stop() noexcept {
    maintenance_.stop();
    try {
        fileInbox(writer_, std::chrono::steady_clock::now() + kStopPatience, [] {});
    } catch (const std::exception& error) {
        // They are durable in the inbox, where the next start finds them.
        host().warning(std::string("samples stay in the inbox: ") + error.what());
    }
    readers_.close();
    writer_.close();
}

void Store::append(const vuedeo_sample_batch& batch, uint8_t* results, const Call& call) {
    refuseIfOver(call);
    validate(batch);
    writer_.run(call.deadline(), [&](Session& session) { session.append(batch, results); });
}

void Store::saveRoom(const vuedeo_room& room, const Call& call) {
    refuseIfOver(call);
    validate(room);
    writer_.run(call.deadline(), [&](Session& session) { session.saveRoom(room); });
}

void Store::findRoom(std::string_view name, const vuedeo_room_visitor& visitor, const Call& call) {
    refuseIfOver(call);
    readers_.run(call, [&](Connection& db) { sqlite::findRoom(db, name, visitor); });
}

std::string Store::listRooms(const vuedeo_room_query& query, const vuedeo_room_visitor& visitor,
                             const Call& call) {
    refuseIfOver(call);
    std::string next;
    readers_.run(call, [&](Connection& db) { next = sqlite::listRooms(db, query, visitor); });
    return next;
}

void Store::saveParticipant(const vuedeo_participant& participant, const Call& call) {
    refuseIfOver(call);
    validate(participant);
    writer_.run(call.deadline(), [&](Session& session) { session.saveParticipant(participant); });
}

void Store::listParticipants(std::string_view room, const vuedeo_participant_visitor& visitor,
                             const Call& call) {
    refuseIfOver(call);
    readers_.run(call, [&](Connection& db) { sqlite::listParticipants(db, room, visitor); });
}

void Store::series(const vuedeo_series_query& query, const vuedeo_bucket_visitor& visitor,
                   const Call& call) {
    refuseIfOver(call);
    readers_.run(call, [&](Connection& db) { readSeries(db, query, visitor); });
}

void Store::samples(const vuedeo_sample_query& query, const vuedeo_sample_visitor& visitor,
                    const Call& call) {
    refuseIfOver(call);
    readers_.run(call, [&](Connection& db) { readSamples(db, query, visitor); });
}

uint64_t Store::deleteBefore(int64_t beforeMs, const Call& call) {
    refuseIfOver(call);
    return deleteSamplesBefore(writer_, beforeMs, call.deadline(), [&] { refuseIfOver(call); });
}

void Store::checkRetention(int64_t oldestMs, const Call&) {
    requireKept(oldestMs, nowMs(), config_.rawDays);
}

std::string Store::check(const Call& call) {
    refuseIfOver(call);
    const std::string fault = writer_.storageFault();
    if (!fault.empty()) throw Error(VUEDEO_E_UNAVAILABLE, "the last write failed: " + fault);
    nlohmann::json details = {{"path", config_.path},
                              {"database_bytes", fileBytes(config_.path)},
                              {"sqlite", sqlite3_libversion()},
                              {"schema_version", sql::kSchemaVersion},
                              {"quality_fields", int{VUEDEO_FIELD_COUNT}}};
    try {
        readers_.run(call, [&](Connection& db) {
            Statement count(db, sql::kCountStored);
            if (!count.step()) return;
            details["rooms"] = count.integer(0);
            details["participants"] = count.integer(1);
            details["samples"] = count.integer(2);
            details["wal_bytes"] = db.logBytes();
        });
    } catch (const DatabaseError&) {
        throw;
    } catch (const Error& error) {
        // Readers that are all busy are no reason to call the store unready.
        if (error.status() != VUEDEO_E_UNAVAILABLE) throw;
    }
    return details.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace vuedeo::sqlite
