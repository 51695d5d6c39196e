#include "store.hpp"

#include <vuedeo/abi/services.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "database_error.hpp"
#include "deletion.hpp"
#include "kept_days.hpp"
#include "names.hpp"
#include "rooms.hpp"
#include "samples.hpp"
#include "series.hpp"
#include "sql.hpp"

namespace vuedeo::timescale {
namespace {

constexpr uint32_t kMaxBatch = 100'000;

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

}  // namespace

Store::Store(Host givenHost, std::string_view configJson)
    : MetricsStore(givenHost),
      config_(parseConfig(configJson)),
      pool_(config_, config_.connections, watch_, [this] { identities_.clear(); }),
      maintenancePool_(config_, 1, watch_, {}),
      writer_(pool_, identities_),
      reader_(pool_, config_.connections),
      seriesShare_(config_.seriesPercent),
      maintenance_(config_, schema_, maintenancePool_, partitions_, host(),
                   [this] { return nowMs(); }) {}

int64_t Store::nowMs() const {
    const auto* clock = host().service<vuedeo_clock_1>(VUEDEO_CLOCK_1);
    if (clock != nullptr) return clock->now_ms(clock->ctx);
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

void Store::start(const Call& call) {
    watch_.start();
    try {
        open(call);
    } catch (...) {
        watch_.stop();
        throw;
    }
    maintenance_.start();
}

void Store::open(const Call& call) {
    try {
        Pool::Lease lease(pool_, call);
        schema_ = prepareSchema(lease, config_, nowMs(), call, host());
        lease.keep();
    } catch (const pqxx::failure& error) {
        throw toError(faultOf(error), call);
    }
    host().info("PostgreSQL " + schema_.server + ", storing in the way of " + schema_.mode());
    partitions_.forget();
    writer_.setPartitions(schema_.hasHypertable ? nullptr : &partitions_);
}

void Store::stop() noexcept {
    watch_.cutAll();
    maintenance_.stop();
    watch_.stop();
    maintenancePool_.close();
    pool_.close();
}

void Store::append(const vuedeo_sample_batch& batch, uint8_t* results, const Call& call) {
    refuseIfOver(call);
    validate(batch);
    const SeriesShare::Storing storing(seriesShare_);
    writer_.append(batch, results, call);
}

void Store::saveRoom(const vuedeo_room& room, const Call& call) {
    refuseIfOver(call);
    validate(room);
    writer_.saveRoom(room, call);
}

void Store::findRoom(std::string_view name, const vuedeo_room_visitor& visitor, const Call& call) {
    refuseIfOver(call);
    reader_.run(call, [&](auto& transaction) { timescale::findRoom(transaction, name, visitor); });
}

std::string Store::listRooms(const vuedeo_room_query& query, const vuedeo_room_visitor& visitor,
                             const Call& call) {
    refuseIfOver(call);
    std::string next;
    reader_.run(
        call, [&](auto& transaction) { next = timescale::listRooms(transaction, query, visitor); });
    return next;
}

void Store::saveParticipant(const vuedeo_participant& participant, const Call& call) {
    refuseIfOver(call);
    validate(participant);
    writer_.saveParticipant(participant, call);
}

void Store::listParticipants(std::string_view room, const vuedeo_participant_visitor& visitor,
                             const Call& call) {
    refuseIfOver(call);
    reader_.run(call, [&](auto& transaction) {
        timescale::listParticipants(transaction, room, call, visitor);
    });
}

void Store::series(const vuedeo_series_query& query, const vuedeo_bucket_visitor& visitor,
                   const Call& call) {
    refuseIfOver(call);
    const SeriesShare::Reading reading(seriesShare_, call);
    reader_.run(call, [&](auto& transaction) { readSeries(transaction, query, call, visitor); });
}

void Store::samples(const vuedeo_sample_query& query, const vuedeo_sample_visitor& visitor,
                    const Call& call) {
    refuseIfOver(call);
    reader_.run(call, [&](auto& transaction) { readSamples(transaction, query, call, visitor); });
}

uint64_t Store::deleteBefore(int64_t beforeMs, const Call& call) {
    refuseIfOver(call);
    try {
        Pool::Lease lease(pool_, call);
        // A border in the future would reject every sample until then.
        const int64_t before = std::clamp<int64_t>(beforeMs, 0, nowMs());
        const uint64_t deleted = deleteSamplesBefore(*lease, before, call);
        lease.keep();
        return deleted;
    } catch (const pqxx::failure& error) {
        throw toError(faultOf(error), call);
    }
}

void Store::checkRetention(int64_t oldestMs, const Call& call) {
    refuseIfOver(call);
    requireKept(oldestMs, nowMs(), config_.rawDays);
    reader_.run(call, [&](auto& transaction) {
        if (oldestMs >= readState(transaction).rawDeletedBefore) return;
        throw Error::invalid("schema", "the schema '" + config_.schema +
                                           "' has deleted single samples of that age and takes "
                                           "none of them again: import into another schema");
    });
}

std::string Store::check(const Call& call) {
    refuseIfOver(call);
    nlohmann::json details = {{"server", "PostgreSQL " + schema_.server},
                              {"timescaledb", schema_.extension},
                              {"mode", schema_.mode()},
                              {"features",
                               {{"hypertable", schema_.hasHypertable},
                                {"continuous_aggregates", schema_.hasContinuousAggregates},
                                {"columnstore", schema_.hasColumnstore}}},
                              {"schema", config_.schema},
                              {"schema_version", kSchemaVersion},
                              {"maintenance_fault", maintenance_.fault()}};
    reader_.run(call, [&](auto& transaction) {
        const StoreState state = readState(transaction);
        details["rolled_until_ms"] = state.rolledUntil;
        details["stale_hours"] =
            transaction.exec(sql::kCountAllStaleHours)[0][0].template as<int64_t>();
    });
    return details.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string Store::preview(const Call& call) {
    watch_.start();
    std::string text;
    try {
        Pool::Lease lease(pool_, call);
        text = previewSchema(*lease, config_, call);
    } catch (const pqxx::failure& error) {
        watch_.stop();
        throw toError(faultOf(error), call);
    } catch (...) {
        watch_.stop();
        throw;
    }
    watch_.stop();
    return text;
}

}  // namespace vuedeo::timescale
