#include "plugins/store_records.hpp"

#include <cstddef>
#include <stdexcept>
#include <string_view>

#include "http/text.hpp"
#include "plugins/answers.hpp"

namespace vuedeo::plugins {
namespace {

constexpr std::size_t kMaxName = 256;

void expect(bool condition, const char* message) {
    if (!condition) throw std::runtime_error(message);
}

std::string text(vuedeo_str raw, std::size_t limit) {
    expect(raw.data != nullptr || raw.size == 0, "a string whose data is NULL");
    expect(raw.size <= limit, "a string that is too long");
    expect(http::isValidUtf8(toView(raw)), "a string that is no UTF-8");
    return std::string(toView(raw));
}

}  // namespace

vuedeo_room toRaw(const RoomRecord& room) noexcept {
    vuedeo_room raw{};
    raw.size = sizeof raw;
    raw.max_participants = room.maxParticipants;
    raw.name = toStr(room.name);
    raw.created_at_ms = room.createdAtMs;
    raw.expires_at_ms = room.expiresAtMs;
    raw.ended_at_ms = room.endedAtMs;
    raw.provider = toStr(room.provider);
    raw.provider_json = toStr(room.providerJson);
    raw.last_sample_at_ms = room.lastSampleAtMs;
    raw.participant_count = room.participantCount;
    raw.active_at_ms = room.activeAtMs;
    return raw;
}

vuedeo_participant toRaw(const ParticipantRecord& participant) noexcept {
    vuedeo_participant raw{};
    raw.size = sizeof raw;
    raw.room = toStr(participant.room);
    raw.id = toStr(participant.id);
    raw.display_name = toStr(participant.displayName);
    raw.joined_at_ms = participant.joinedAtMs;
    raw.first_sample_at_ms = participant.firstSampleAtMs;
    raw.last_sample_at_ms = participant.lastSampleAtMs;
    raw.sample_count = participant.sampleCount;
    raw.left_at_ms = participant.leftAtMs;
    return raw;
}

RoomRecord fromRaw(const vuedeo_room* room) {
    expect(room != nullptr && VUEDEO_HAS(room, vuedeo_room, active_at_ms),
           "a room that is too short");
    RoomRecord record;
    record.name = text(room->name, kMaxName);
    expect(!record.name.empty(), "a room without a name");
    record.maxParticipants = room->max_participants;
    record.createdAtMs = room->created_at_ms;
    record.expiresAtMs = room->expires_at_ms;
    record.endedAtMs = room->ended_at_ms;
    record.provider = text(room->provider, kMaxName);
    record.providerJson = text(room->provider_json, kMaxObjectBytes);
    record.lastSampleAtMs = room->last_sample_at_ms;
    record.participantCount = room->participant_count;
    record.activeAtMs = room->active_at_ms;
    return record;
}

ParticipantRecord fromRaw(const vuedeo_participant* participant) {
    expect(participant != nullptr && VUEDEO_HAS(participant, vuedeo_participant, left_at_ms),
           "a participant that is too short");
    ParticipantRecord record;
    record.room = text(participant->room, kMaxName);
    record.id = text(participant->id, kMaxName);
    expect(!record.id.empty(), "a participant without an id");
    record.displayName = text(participant->display_name, kMaxName);
    record.joinedAtMs = participant->joined_at_ms;
    record.firstSampleAtMs = participant->first_sample_at_ms;
    record.lastSampleAtMs = participant->last_sample_at_ms;
    record.sampleCount = participant->sample_count;
    record.leftAtMs = participant->left_at_ms;
    return record;
}

}  // namespace vuedeo::plugins
