#include "session.hpp"

#include <algorithm>
#include <cmath>
#include <vuedeo/plugin.hpp>

#include "names.hpp"
#include "schema.hpp"
#include "sql.hpp"

namespace vuedeo::sqlite {

Session::Session(const std::string& path)
    : connection_(openDatabase(path)),
      identities_(connection_),
      inbox_(connection_),
      upsertRoom_(connection_, sql::kUpsertRoom),
      upsertProviderJson_(connection_, sql::kUpsertProviderJson),
      nameParticipant_(connection_, sql::kNameParticipant),
      activateRoom_(connection_, sql::kActivateRoom),
      touchRoom_(connection_, sql::kTouchRoom) {}

void Session::reload() {
    identities_.forget();
    inbox_.reload();
}

void Session::append(const vuedeo_sample_batch& batch, uint8_t* results) {
    identities_.trim();
    touched_.clear();
    inbox_.makeRoom(batch.count);
    const uint32_t fieldCount = std::min<uint32_t>(batch.field_count, VUEDEO_FIELD_COUNT);
    for (uint32_t i = 0; i < batch.count; ++i) {
        results[i] = appendOne(*vuedeo_batch_at(&batch, i), fieldCount);
    }
    touchRooms();
}

uint8_t Session::appendOne(const vuedeo_sample& sample, uint32_t fieldCount) {
    if (!isStorable(sample, fieldCount)) return VUEDEO_SAMPLE_REJECTED;
    Identity* const who = identify(sample);
    if (who == nullptr) return VUEDEO_SAMPLE_REJECTED;
    const int64_t at = sample.sampled_at_ms;
    if (at <= who->lastSampleAt && inbox_.contains(who->roomId, who->participantId, at)) {
        return VUEDEO_SAMPLE_DUPLICATE;
    }
    if (!inbox_.insert(who->roomId, who->participantId, at,
                       encodeValues(sample.values, fieldCount))) {
        return VUEDEO_SAMPLE_DUPLICATE;
    }
    touched_.emplace_back(who->roomId, at);
    who->lastSampleAt = std::max(who->lastSampleAt, at);
    return VUEDEO_SAMPLE_STORED;
}

// Null: the names cannot be stored.
Identity* Session::identify(const vuedeo_sample& sample) {
    const std::string_view room = view(sample.room);
    const std::string_view participant = view(sample.participant_id);
    if (Identity* const known = identities_.find(room, participant)) return known;
    if (!isRoomName(room) || !isParticipantId(participant)) return nullptr;
    return &identities_.participant(room, participant, sample.sampled_at_ms);
}

bool Session::isStorable(const vuedeo_sample& sample, uint32_t fieldCount) {
    // Where single samples have been deleted, a duplicate could not be told from a new one.
    return isSampleTime(sample.sampled_at_ms) &&
           sample.sampled_at_ms >= inbox_.state().rawDeletedBefore &&
           std::none_of(sample.values, sample.values + fieldCount,
                        [](float value) { return std::isinf(value); });
}

void Session::touchRooms() {
    std::sort(touched_.begin(), touched_.end());
    for (std::size_t i = 0; i < touched_.size(); ++i) {
        const auto& [roomId, at] = touched_[i];
        const bool isLatest = i + 1 == touched_.size() || touched_[i + 1].first != roomId;
        if (isLatest) touchRoom_.bind(1, roomId).bind(2, at).run();
    }
}

void Session::saveRoom(const vuedeo_room& room) {
    upsertRoom_.bind(1, view(room.name))
        .bind(2, view(room.provider))
        .bind(3, static_cast<int64_t>(room.max_participants))
        .bind(4, room.created_at_ms)
        .bind(5, room.expires_at_ms)
        .bind(6, room.ended_at_ms);
    if (!upsertRoom_.step()) connection_.fail(SQLITE_INTERNAL);
    const int64_t roomId = upsertRoom_.integer(0);
    upsertRoom_.run();
    upsertProviderJson_.bind(1, roomId).bind(2, view(room.provider_json)).run();
}

void Session::saveParticipant(const vuedeo_participant& participant) {
    const int64_t seenAt = std::max(participant.joined_at_ms, participant.left_at_ms);
    const Identity& who =
        identities_.participant(view(participant.room), view(participant.id), seenAt);
    nameParticipant_.bind(1, who.participantId)
        .bind(2, view(participant.display_name))
        .bind(3, participant.joined_at_ms)
        .bind(4, participant.left_at_ms)
        .run();
    activateRoom_.bind(1, who.roomId).bind(2, seenAt).run();
}

}  // namespace vuedeo::sqlite
