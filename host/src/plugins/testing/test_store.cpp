// A metrics store for tests: answers as the name of the room asks, and keeps nothing.
#include <vuedeo/metrics_store.hpp>

#include <cmath>
#include <string>

namespace {

class TestStore : public vuedeo::MetricsStore, public vuedeo::Preview {
public:
    TestStore(vuedeo::Host host, std::string_view config) : MetricsStore(host), config_(config) {}

    std::string preview(const vuedeo::Call&) override {
        if (config_ != "{}") throw vuedeo::Error(VUEDEO_E_UNAVAILABLE, "the disk is away");
        return "would make a table";
    }
    void checkRetention(int64_t oldestMs, const vuedeo::Call&) override {
        if (oldestMs < 1000) throw vuedeo::Error::invalid("days", "keep more days");
    }

    void append(const vuedeo_sample_batch& batch, uint8_t* results, const vuedeo::Call&) override {
        for (uint32_t i = 0; i < batch.count; ++i) {
            const vuedeo_sample* sample = vuedeo_batch_at(&batch, i);
            const std::string_view room = vuedeo::view(sample->room);
            if (room == "forgetful") continue;
            const bool known =
                i > 0 && sample->sampled_at_ms == vuedeo_batch_at(&batch, i - 1)->sampled_at_ms;
            results[i] = std::isnan(sample->values[batch.field_count - 1])
                             ? VUEDEO_SAMPLE_REJECTED
                             : (known ? VUEDEO_SAMPLE_DUPLICATE : VUEDEO_SAMPLE_STORED);
        }
    }
    void saveRoom(const vuedeo_room& room, const vuedeo::Call&) override {
        if (room.created_at_ms != 1000) throw vuedeo::Error::invalid("created_at", "not 1000");
    }
    void findRoom(std::string_view name, const vuedeo_room_visitor& visitor,
                  const vuedeo::Call&) override {
        if (name == "none") throw vuedeo::Error(VUEDEO_E_NOT_FOUND, "no such room");
        if (name != "silent") show(visitor, name == "other" ? "another" : name);
    }
    std::string listRooms(const vuedeo_room_query& query, const vuedeo_room_visitor& visitor,
                          const vuedeo::Call&) override {
        const std::string_view text = vuedeo::view(query.text);
        const uint32_t count = text == "many" ? query.limit + 1 : 2;
        for (uint32_t i = 0; i < count; ++i) show(visitor, "room-" + std::to_string(i));
        return std::string(text == "long" ? 1000 : 3, 'c');
    }
    void saveParticipant(const vuedeo_participant&, const vuedeo::Call&) override {}
    void listParticipants(std::string_view room, const vuedeo_participant_visitor& visitor,
                          const vuedeo::Call&) override {
        vuedeo_participant participant{};
        participant.size = room == "short" ? 8 : sizeof participant;
        participant.room = vuedeo::str(room);
        participant.id = vuedeo::str("p1");
        participant.display_name = vuedeo::str(room == "garbled" ? "\xff" : "Ada");
        participant.sample_count = 3;
        visitor.visit(visitor.ctx, &participant);
    }
    void series(const vuedeo_series_query& query, const vuedeo_bucket_visitor& visitor,
                const vuedeo::Call&) override {
        const std::string_view room = vuedeo::view(query.room);
        std::vector<vuedeo_aggregate> cells(query.field_count, {6, 1, 3, 3});
        if (room == "infinite") cells.at(0).sum = HUGE_VAL;
        vuedeo_bucket bucket{};
        bucket.size = sizeof bucket;
        bucket.field_count = query.field_count;
        bucket.sample_count = 3;
        bucket.aggregates = cells.data();
        bucket.participant_id = vuedeo::str("p1");
        for (int64_t at = query.from_ms; at < query.to_ms; at += query.interval_ms) {
            bucket.start_ms = room == "crooked" ? at + 1 : (room == "stuck" ? query.from_ms : at);
            if (visitor.visit(visitor.ctx, &bucket) == VUEDEO_STOP) return;
        }
    }
    void samples(const vuedeo_sample_query& query, const vuedeo_sample_visitor& visitor,
                 const vuedeo::Call&) override {
        vuedeo_sample sample{};
        sample.participant_id = vuedeo::str("p1");
        sample.sampled_at_ms = query.from_ms;
        sample.values[0] = 5;
        visitor.visit(visitor.ctx, &sample, 1);
    }

private:
    const std::string config_;

    static void show(const vuedeo_room_visitor& visitor, std::string_view name) {
        vuedeo_room room{};
        room.size = sizeof room;
        room.name = vuedeo::str(name);
        room.created_at_ms = 1000;
        room.provider_json = vuedeo::str("{}");
        visitor.visit(visitor.ctx, &room);
    }
};

}  // namespace

VUEDEO_PLUGIN(TestStore, "test-store", "1.0.0")
