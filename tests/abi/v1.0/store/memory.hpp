// What is known of rooms, participants and samples. Changed by entries of the journal alone, so
// that what is read from it at the start is what was there before. One thread at a time.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

using Json = nlohmann::json;
using Values = std::array<float, VUEDEO_FIELD_COUNT>;  // NaN: unknown

struct Participant {
    std::string id;
    std::string name;
    int64_t joinedAt = 0;
    int64_t leftAt = 0;
    std::map<int64_t, Values> samples;  // by their time
};

struct Room {
    Json record;  // as saved: see saveRoom() in plugin.cpp
    int64_t activeAt = 0;
    std::vector<Participant> participants;  // in the order in which they came

    Participant& participant(const std::string& id) {
        const auto found = std::find_if(participants.begin(), participants.end(),
                                        [&id](const Participant& each) { return each.id == id; });
        if (found != participants.end()) return *found;
        participants.push_back({id, {}, 0, 0, {}});
        return participants.back();
    }
    int64_t lastSampleAt() const {
        int64_t last = 0;
        for (const Participant& each : participants) {
            if (!each.samples.empty()) last = std::max(last, each.samples.rbegin()->first);
        }
        return last;
    }
};

class Memory {
public:
    const std::map<std::string, Room, std::less<>>& rooms() const noexcept { return rooms_; }

    bool has(const std::string& room, const std::string& id, int64_t at) {
        const auto found = rooms_.find(room);
        return found != rooms_.end() && found->second.participant(id).samples.count(at) > 0;
    }

    void apply(const Json& entry) {
        if (entry.contains("room")) applyRoom(entry.at("room"));
        if (entry.contains("participant")) applyParticipant(entry.at("participant"));
        for (const Json& sample : entry.value("samples", Json::array())) applySample(sample);
        if (entry.contains("delete_before")) applyDeletion(entry.at("delete_before"));
    }

private:
    // A room may be seen first through its participants or samples.
    Room& room(const std::string& name, int64_t seenAt) {
        const auto [place, isNew] = rooms_.try_emplace(name);
        if (isNew) place->second.record = {{"created_at", seenAt}};
        place->second.activeAt = std::max(place->second.activeAt, seenAt);
        return place->second;
    }

    void applyRoom(const Json& record) {
        Room& saved = room(record.at("name"), record.at("created_at"));
        saved.record = record;
    }

    void applyParticipant(const Json& record) {
        const int64_t joinedAt = record.at("joined_at");
        const int64_t leftAt = record.at("left_at");
        Participant& saved =
            room(record.at("room"), std::max(joinedAt, leftAt)).participant(record.at("id"));
        const std::string name = record.at("name");
        if (!name.empty()) saved.name = name;
        if (saved.joinedAt == 0 || (joinedAt != 0 && joinedAt < saved.joinedAt)) {
            saved.joinedAt = joinedAt;
        }
        saved.leftAt = std::max(saved.leftAt, leftAt);
    }

    void applySample(const Json& sample) {
        const int64_t at = sample.at("at");
        Values values;
        values.fill(std::numeric_limits<float>::quiet_NaN());
        const Json& known = sample.at("values");
        for (std::size_t i = 0; i < std::min(known.size(), values.size()); ++i)
            if (!known[i].is_null()) values[i] = known[i].get<float>();
        room(sample.at("room"), at).participant(sample.at("id")).samples.emplace(at, values);
    }

    void applyDeletion(int64_t before) {
        for (auto& [name, kept] : rooms_) {
            for (Participant& each : kept.participants)
                each.samples.erase(each.samples.begin(), each.samples.lower_bound(before));
            kept.activeAt =
                std::max(kept.record.at("created_at").get<int64_t>(), kept.lastSampleAt());
            for (const Participant& each : kept.participants)
                kept.activeAt = std::max({kept.activeAt, each.joinedAt, each.leftAt});
        }
    }

    std::map<std::string, Room, std::less<>> rooms_;
};
