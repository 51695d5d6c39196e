#include <algorithm>
#include <stdexcept>

#include "http/text.hpp"
#include "plugins/answers.hpp"
#include "plugins/clients.hpp"
#include "plugins/store_records.hpp"

namespace vuedeo::plugins {
namespace {

constexpr std::size_t kMaxPage = 100;              // the most a query may ask for
constexpr std::size_t kMaxParticipants = 100'000;  // of one room, over its whole life

const vuedeo_metrics_store_1& tableOfStore(Plugin& plugin) {
    return tableOf<vuedeo_metrics_store_1>(plugin, VUEDEO_METRICS_STORE_1);
}

// Collects what a store shows, at most limit of them. Broken ones end the visit.
template <class Record>
struct Collector {
    std::size_t limit;
    std::vector<Record> records;
    Visit visit;

    explicit Collector(std::size_t most) : limit(most) {}

    template <class Raw>
    static int32_t show(void* ctx, const Raw* raw) noexcept {
        auto& self = *static_cast<Collector*>(ctx);
        return self.visit([&] {
            if (self.records.size() == self.limit) throw std::runtime_error("too many records");
            self.records.push_back(fromRaw(raw));
            return true;
        });
    }

    std::vector<Record> take(const Plugin& plugin) {
        try {
            visit.rethrow();
        } catch (const std::runtime_error& e) {
            throwBroken(plugin, e.what());
        }
        return std::move(records);
    }
};

}  // namespace

std::vector<uint8_t> StoreClient::append(const std::vector<vuedeo_sample>& samples,
                                         const CallScope& scope) {
    if (samples.empty()) return {};
    const auto& table = tableOfStore(plugin_);
    vuedeo_sample_batch batch{};
    batch.size = sizeof batch;
    batch.stride = sizeof(vuedeo_sample);
    batch.count = static_cast<uint32_t>(samples.size());
    batch.field_count = VUEDEO_FIELD_COUNT;
    batch.samples = samples.data();
    constexpr uint8_t kNoCode = 0xFF;
    std::vector<uint8_t> codes(samples.size(), kNoCode);
    plugin_.call(scope, [&](const vuedeo_call& call, vuedeo_error& error) {
        return table.append(plugin_.self(), &batch, codes.data(), &call, &error);
    });
    // A sample without a code is not known to be durable.
    if (std::any_of(codes.begin(), codes.end(),
                    [](uint8_t code) { return code > VUEDEO_SAMPLE_REJECTED; })) {
        throwBroken(plugin_, "append gave a sample no valid code");
    }
    return codes;
}

void StoreClient::saveRoom(const RoomRecord& room, const CallScope& scope) {
    const auto& table = tableOfStore(plugin_);
    const vuedeo_room raw = toRaw(room);
    plugin_.call(scope, [&](const vuedeo_call& call, vuedeo_error& error) {
        return table.save_room(plugin_.self(), &raw, &call, &error);
    });
}

RoomRecord StoreClient::findRoom(const std::string& name, const CallScope& scope) {
    const auto& table = tableOfStore(plugin_);
    Collector<RoomRecord> found(1);
    const vuedeo_room_visitor visitor = {&found, Collector<RoomRecord>::show<vuedeo_room>};
    plugin_.call(scope, [&](const vuedeo_call& call, vuedeo_error& error) {
        return table.find_room(plugin_.self(), toStr(name), &call, &visitor, &error);
    });
    std::vector<RoomRecord> rooms = found.take(plugin_);
    if (rooms.empty() || rooms.front().name != name) {
        throwBroken(plugin_, "find_room showed another room than it was asked for");
    }
    return std::move(rooms.front());
}

StoreClient::RoomPage StoreClient::listRooms(const RoomQuery& query, const CallScope& scope) {
    const auto& table = tableOfStore(plugin_);
    vuedeo_room_query raw{};
    raw.size = sizeof raw;
    raw.limit = std::clamp<uint32_t>(query.limit, 1, kMaxPage);
    raw.text = toStr(query.text);
    raw.from_ms = query.fromMs;
    raw.to_ms = query.toMs;
    raw.cursor = toStr(query.cursor);
    Collector<RoomRecord> found(raw.limit);
    const vuedeo_room_visitor visitor = {&found, Collector<RoomRecord>::show<vuedeo_room>};
    RoomPage page;
    page.nextCursor = callForText(
        plugin_, scope, kMaxCursorBytes, [&](const auto& call, const auto& sink, auto& error) {
            return table.list_rooms(plugin_.self(), &raw, &call, &visitor, &sink, &error);
        });
    if (!http::isValidUtf8(page.nextCursor)) throwBroken(plugin_, "a cursor that is no UTF-8");
    page.rooms = found.take(plugin_);
    return page;
}

void StoreClient::saveParticipant(const ParticipantRecord& participant, const CallScope& scope) {
    const auto& table = tableOfStore(plugin_);
    const vuedeo_participant raw = toRaw(participant);
    plugin_.call(scope, [&](const vuedeo_call& call, vuedeo_error& error) {
        return table.save_participant(plugin_.self(), &raw, &call, &error);
    });
}

std::vector<ParticipantRecord> StoreClient::listParticipants(const std::string& room,
                                                             const CallScope& scope) {
    const auto& table = tableOfStore(plugin_);
    Collector<ParticipantRecord> found(kMaxParticipants);
    const vuedeo_participant_visitor visitor = {
        &found, Collector<ParticipantRecord>::show<vuedeo_participant>};
    plugin_.call(scope, [&](const vuedeo_call& call, vuedeo_error& error) {
        return table.list_participants(plugin_.self(), toStr(room), &call, &visitor, &error);
    });
    return found.take(plugin_);
}

uint64_t StoreClient::deleteBefore(int64_t beforeMs, const CallScope& scope) {
    const auto& table = tableOfStore(plugin_);
    if (!VUEDEO_HAS(&table, vuedeo_metrics_store_1, delete_before) ||
        table.delete_before == nullptr) {
        throwUnsupported(plugin_, "delete_before");
    }
    uint64_t deleted = 0;
    plugin_.call(scope, [&](const vuedeo_call& call, vuedeo_error& error) {
        return table.delete_before(plugin_.self(), beforeMs, &call, &deleted, &error);
    });
    return deleted;
}

void StoreClient::checkRetention(int64_t oldestMs, const CallScope& scope) {
    const auto& table = tableOfStore(plugin_);
    if (!VUEDEO_HAS(&table, vuedeo_metrics_store_1, check_retention) ||
        table.check_retention == nullptr)
        return;
    plugin_.call(scope, [&](const vuedeo_call& call, vuedeo_error& error) {
        return table.check_retention(plugin_.self(), oldestMs, &call, &error);
    });
}

}  // namespace vuedeo::plugins
