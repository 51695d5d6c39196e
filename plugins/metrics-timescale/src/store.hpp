// The plugin: a metrics store in TimescaleDB or PostgreSQL. Each override checks what it is given
// and hands it to the writer or to a reader; abi/metrics_store.h says what each does.
#pragma once
#include <memory>
#include <vuedeo/metrics_store.hpp>

#include "config.hpp"
#include "connection_watch.hpp"
#include "identities.hpp"
#include "maintenance.hpp"
#include "partitions.hpp"
#include "pool.hpp"
#include "read.hpp"
#include "schema.hpp"
#include "series_share.hpp"
#include "writer.hpp"

namespace vuedeo::timescale {

class Store final : public MetricsStore, public Health, public Preview {
public:
    static constexpr const char* kConfigSchema = kConfigSchemaText;

    Store(Host host, std::string_view configJson);

    void start(const Call& call) override;
    void stop() noexcept override;

    void append(const vuedeo_sample_batch& batch, uint8_t* results, const Call& call) override;
    void saveRoom(const vuedeo_room& room, const Call& call) override;
    void findRoom(std::string_view name, const vuedeo_room_visitor& visitor,
                  const Call& call) override;
    std::string listRooms(const vuedeo_room_query& query, const vuedeo_room_visitor& visitor,
                          const Call& call) override;
    void saveParticipant(const vuedeo_participant& participant, const Call& call) override;
    void listParticipants(std::string_view room, const vuedeo_participant_visitor& visitor,
                          const Call& call) override;
    void series(const vuedeo_series_query& query, const vuedeo_bucket_visitor& visitor,
                const Call& call) override;
    void samples(const vuedeo_sample_query& query, const vuedeo_sample_visitor& visitor,
                 const Call& call) override;
    uint64_t deleteBefore(int64_t beforeMs, const Call& call) override;
    void checkRetention(int64_t oldestMs, const Call& call) override;

    std::string check(const Call& call) override;
    std::string preview(const Call& call) override;

private:
    int64_t nowMs() const;
    void open(const Call& call);

    const Config config_;
    Identities identities_;
    Partitions partitions_;
    ConnectionWatch watch_;
    Pool pool_;
    Pool maintenancePool_;  // of one: a long step takes no connection from the others
    Writer writer_;
    Reader reader_;
    SeriesShare seriesShare_;
    Schema schema_;  // set by start()
    Maintenance maintenance_;
};

}  // namespace vuedeo::timescale
