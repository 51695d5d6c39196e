// The plugin: a metrics store in one SQLite file. Each override checks what it is given and hands
// it to the writer or to a reader; abi/metrics_store.h says what each does.
#pragma once
#include <memory>
#include <vuedeo/metrics_store.hpp>

#include "config.hpp"
#include "maintenance.hpp"
#include "reader_pool.hpp"
#include "writer.hpp"

namespace vuedeo::sqlite {

class Store final : public MetricsStore, public Health {
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

private:
    int64_t nowMs() const;

    const Config config_;
    Writer writer_;
    ReaderPool readers_;
    Maintenance maintenance_;
};

}  // namespace vuedeo::sqlite
