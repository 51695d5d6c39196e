// A metrics store: all that is known is in memory, and in a journal that is read at the start.
#include <algorithm>
#include <cctype>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vuedeo/metrics_store.hpp>

#include "journal.hpp"
#include "memory.hpp"

namespace {

using vuedeo::str;
using vuedeo::view;

std::string text(vuedeo_str borrowed) {
    return std::string(view(borrowed));
}

bool contains(std::string_view text, std::string_view part) {
    const auto sameLetter = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) ==
               std::tolower(static_cast<unsigned char>(b));
    };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), sameLetter) !=
           text.end();
}

bool hasInfinity(const vuedeo_sample& sample, uint32_t fields) {
    return std::any_of(sample.values, sample.values + fields,
                       [](float value) { return std::isinf(value); });
}

class FrozenMetrics final : public vuedeo::MetricsStore {
public:
    // What an administrator may write under [plugins.metrics-frozen]: nothing so far.
    static constexpr const char* kConfigSchema =
        R"({"type": "object", "additionalProperties": false})";

    FrozenMetrics(vuedeo::Host host, std::string_view /*configJson*/) : MetricsStore(host) {}

    void start(const vuedeo::Call&) override {
        journal_.open(host().dataDir() + "/journal.ndjson",
                      [this](const Json& entry) { memory_.apply(entry); });
    }
    void stop() noexcept override { journal_.close(); }

    void append(const vuedeo_sample_batch& batch, uint8_t* results, const vuedeo::Call&) override {
        const std::lock_guard lock(mutex_);
        std::set<std::tuple<std::string, std::string, int64_t>> here;
        Json samples = Json::array();
        const uint32_t fields = std::min<uint32_t>(batch.field_count, VUEDEO_FIELD_COUNT);
        for (uint32_t i = 0; i < batch.count; ++i) {
            const vuedeo_sample& sample = *vuedeo_batch_at(&batch, i);
            const std::string room = text(sample.room);
            const std::string id = text(sample.participant_id);
            const int64_t at = sample.sampled_at_ms;
            results[i] = VUEDEO_SAMPLE_REJECTED;
            if (room.empty() || id.empty() || at <= 0 || hasInfinity(sample, fields)) continue;
            const bool isNew = !memory_.has(room, id, at) && here.emplace(room, id, at).second;
            results[i] = isNew ? VUEDEO_SAMPLE_STORED : VUEDEO_SAMPLE_DUPLICATE;
            if (!isNew) continue;
            // NaN becomes null.
            const Json values(std::vector<float>(sample.values, sample.values + fields));
            samples.push_back({{"room", room}, {"id", id}, {"at", at}, {"values", values}});
        }
        if (!samples.empty()) keep({{"samples", samples}});
    }

    void saveRoom(const vuedeo_room& room, const vuedeo::Call&) override {
        const std::lock_guard lock(mutex_);
        keep({{"room",
               {{"name", text(room.name)},
                {"provider", text(room.provider)},
                {"provider_json", text(room.provider_json)},
                {"max_participants", room.max_participants},
                {"created_at", room.created_at_ms},
                {"expires_at", room.expires_at_ms},
                {"ended_at", room.ended_at_ms}}}});
    }

    void saveParticipant(const vuedeo_participant& participant, const vuedeo::Call&) override {
        const std::lock_guard lock(mutex_);
        const bool tellsOfLeaving = VUEDEO_HAS(&participant, vuedeo_participant, left_at_ms);
        keep({{"participant",
               {{"room", text(participant.room)},
                {"id", text(participant.id)},
                {"name", text(participant.display_name)},
                {"joined_at", participant.joined_at_ms},
                {"left_at", tellsOfLeaving ? participant.left_at_ms : 0}}}});
    }

    void findRoom(std::string_view name, const vuedeo_room_visitor& visitor,
                  const vuedeo::Call&) override {
        const std::lock_guard lock(mutex_);
        show(std::string(name), roomOf(name), visitor);
    }

    // Newest first; the cursor is the last room that was shown.
    std::string listRooms(const vuedeo_room_query& query, const vuedeo_room_visitor& visitor,
                          const vuedeo::Call&) override {
        const std::lock_guard lock(mutex_);
        std::set<std::pair<int64_t, std::string>, std::greater<>> order;
        for (const auto& [name, room] : memory_.rooms())
            if (isWanted(name, room, query)) order.emplace(room.activeAt, name);
        auto next =
            query.cursor.size == 0 ? order.begin() : order.upper_bound(cursorOf(query.cursor));
        std::string last;
        for (uint32_t shown = 0; next != order.end(); ++next, ++shown) {
            if (shown == query.limit) return last;
            last = std::to_string(next->first) + '/' + next->second;
            if (show(next->second, roomOf(next->second), visitor) == VUEDEO_STOP) break;
        }
        return {};
    }

    void listParticipants(std::string_view room, const vuedeo_participant_visitor& visitor,
                          const vuedeo::Call&) override {
        const std::lock_guard lock(mutex_);
        for (const Participant& each : roomOf(room).participants) {
            vuedeo_participant shown{};
            shown.size = sizeof shown;
            shown.room = str(room);
            shown.id = str(each.id);
            shown.display_name = str(each.name);
            shown.joined_at_ms = each.joinedAt;
            shown.left_at_ms = each.leftAt;
            shown.sample_count = each.samples.size();
            if (!each.samples.empty()) {
                shown.first_sample_at_ms = each.samples.begin()->first;
                shown.last_sample_at_ms = each.samples.rbegin()->first;
            }
            if (visitor.visit(visitor.ctx, &shown) == VUEDEO_STOP) return;
        }
    }

    void series(const vuedeo_series_query& query, const vuedeo_bucket_visitor& visitor,
                const vuedeo::Call&) override {
        check(query);
        const std::lock_guard lock(mutex_);
        for (const Participant& each : roomOf(view(query.room)).participants) {
            if (query.participant_id.size > 0 && view(query.participant_id) != each.id) continue;
            std::map<int64_t, std::vector<const Values*>> buckets;
            const auto end = each.samples.lower_bound(query.to_ms);
            for (auto it = each.samples.lower_bound(query.from_ms); it != end; ++it) {
                const int64_t since = it->first - query.from_ms;
                buckets[it->first - since % query.interval_ms].push_back(&it->second);
            }
            for (const auto& [start, samples] : buckets) {
                if (show(each, start, samples, query, visitor) == VUEDEO_STOP) return;
            }
        }
    }

    void samples(const vuedeo_sample_query& query, const vuedeo_sample_visitor& visitor,
                 const vuedeo::Call&) override {
        const std::lock_guard lock(mutex_);
        for (const Participant& each : roomOf(view(query.room)).participants) {
            if (query.participant_id.size > 0 && view(query.participant_id) != each.id) continue;
            const auto end = each.samples.lower_bound(query.to_ms);
            for (auto it = each.samples.lower_bound(query.from_ms); it != end; ++it) {
                vuedeo_sample sample{query.room, str(each.id), it->first, {}};
                std::copy(it->second.begin(), it->second.end(), sample.values);
                if (visitor.visit(visitor.ctx, &sample, VUEDEO_FIELD_COUNT) == VUEDEO_STOP) return;
            }
        }
    }

    uint64_t deleteBefore(int64_t beforeMs, const vuedeo::Call&) override {
        const std::lock_guard lock(mutex_);
        uint64_t older = 0;
        for (const auto& [name, room] : memory_.rooms()) {
            for (const Participant& each : room.participants) {
                older += static_cast<uint64_t>(
                    std::distance(each.samples.begin(), each.samples.lower_bound(beforeMs)));
            }
        }
        if (older > 0) keep({{"delete_before", beforeMs}});
        return older;
    }

private:
    // In the journal first: what is in memory alone is not durable.
    void keep(const Json& entry) {
        journal_.write(entry);
        memory_.apply(entry);
    }

    const Room& roomOf(std::string_view name) const {
        const auto found = memory_.rooms().find(name);
        if (found == memory_.rooms().end()) throw vuedeo::Error(VUEDEO_E_NOT_FOUND, "no such room");
        return found->second;
    }

    static bool isWanted(const std::string& name, const Room& room,
                         const vuedeo_room_query& query) {
        const std::string_view part = view(query.text);
        bool isNamed = contains(name, part);
        const auto isWithin = [&query](int64_t at) {
            return at >= query.from_ms && at < query.to_ms;
        };
        bool isThen = (query.from_ms == 0 && query.to_ms == 0) ||
                      isWithin(room.record.at("created_at").get<int64_t>());
        for (const Participant& each : room.participants) {
            isNamed = isNamed || contains(each.name.empty() ? each.id : each.name, part);
            const auto first = each.samples.lower_bound(query.from_ms);
            isThen = isThen || (first != each.samples.end() && isWithin(first->first));
        }
        return isNamed && isThen;
    }

    static std::pair<int64_t, std::string> cursorOf(vuedeo_str cursor) {
        const std::string shown = text(cursor);
        const std::size_t slash = shown.find('/');
        const bool isNumber = slash != std::string::npos && slash > 0 && slash < 19 &&
                              std::all_of(shown.begin(), shown.begin() + static_cast<long>(slash),
                                          [](char c) { return c >= '0' && c <= '9'; });
        if (!isNumber) throw vuedeo::Error::invalid("cursor", "this cursor is none of this store");
        return {std::stoll(shown.substr(0, slash)), shown.substr(slash + 1)};
    }

    static int32_t show(const std::string& name, const Room& room,
                        const vuedeo_room_visitor& visitor) {
        const std::string provider = room.record.value("provider", "");
        const std::string providerJson = room.record.value("provider_json", "");
        vuedeo_room shown{};
        shown.size = sizeof shown;
        shown.name = str(name);
        shown.provider = str(provider);
        shown.provider_json = str(providerJson);
        shown.max_participants = room.record.value("max_participants", 0U);
        shown.created_at_ms = room.record.value("created_at", int64_t{0});
        shown.expires_at_ms = room.record.value("expires_at", int64_t{0});
        shown.ended_at_ms = room.record.value("ended_at", int64_t{0});
        shown.last_sample_at_ms = room.lastSampleAt();
        shown.participant_count = static_cast<uint32_t>(room.participants.size());
        shown.active_at_ms = room.activeAt;
        return visitor.visit(visitor.ctx, &shown);
    }

    static void check(const vuedeo_series_query& query) {
        const int64_t interval = query.interval_ms;
        if (interval < 1000 || interval % 1000 != 0) {
            throw vuedeo::Error::invalid("interval_ms", "must be whole seconds");
        }
        if (query.from_ms % interval != 0) {
            throw vuedeo::Error::invalid("from_ms", "must be a multiple of the interval");
        }
        if (query.to_ms % interval != 0 || query.to_ms <= query.from_ms) {
            throw vuedeo::Error::invalid("to_ms", "must be a multiple of the interval, after from");
        }
    }

    static int32_t show(const Participant& participant, int64_t start,
                        const std::vector<const Values*>& samples, const vuedeo_series_query& query,
                        const vuedeo_bucket_visitor& visitor) {
        std::vector<vuedeo_aggregate> aggregates(query.field_count);
        for (uint32_t column = 0; column < query.field_count; ++column) {
            if (query.fields[column] >= VUEDEO_FIELD_COUNT) continue;  // of a later dictionary
            for (const Values* values : samples) {
                const auto value = static_cast<double>((*values)[query.fields[column]]);
                if (std::isnan(value)) continue;
                vuedeo_aggregate& sum = aggregates[column];
                sum.min = sum.count == 0 ? value : std::min(sum.min, value);
                sum.max = sum.count == 0 ? value : std::max(sum.max, value);
                sum.sum += value;
                ++sum.count;
            }
        }
        vuedeo_bucket bucket{};
        bucket.size = sizeof bucket;
        bucket.field_count = query.field_count;
        bucket.participant_id = str(participant.id);
        bucket.start_ms = start;
        bucket.sample_count = samples.size();
        bucket.aggregates = aggregates.data();
        return visitor.visit(visitor.ctx, &bucket);
    }

    std::mutex mutex_;  // the host calls from several threads at once
    Memory memory_;
    Journal journal_;
};

}  // namespace

VUEDEO_PLUGIN(FrozenMetrics, "metrics-frozen", "0.1.0")
