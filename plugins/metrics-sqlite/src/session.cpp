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
      touchParticipant_(connection_, sql::kTouchParticipant),
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
    touch();
}

uint8_t Session::appendOne(const vuedeo_sample& sample, uint32_t fieldCount) {
    if (!isStorable(sample, fieldCount)) return VUEDEO_SAMPLE_REJECTED;
    const int64_t at = sample.sampled_at_ms;
    Identity& who = identities_.participant(view(sample.room), view(sample.participant_id), at);
    if (at <= who.lastSampleAt && inbox_.contains(who.roomId, who.participantId, at)) {
        return VUEDEO_SAMPLE_DUPLICATE;
    }
    if (!inbox_.insert(who.participantId, at, encodeValues(sample.values, fieldCount))) {
        return VUEDEO_SAMPLE_DUPLICATE;
    }
    if (who.newSamples == 0) {
        touched_.push_back(&who);
        who.newFirstAt = who.newLastAt = at;
    }
    ++who.newSamples;
    who.newFirstAt = std::min(who.newFirstAt, at);
    who.newLastAt = std::max(who.newLastAt, at);
    who.lastSampleAt = std::max(who.lastSampleAt, at);
    return VUEDEO_SAMPLE_STORED;
}

bool Session::isStorable(const vuedeo_sample& sample, uint32_t fieldCount) {
    // Where single samples have been deleted, a duplicate could not be told from a new one.
    if (!isSampleTime(sample.sampled_at_ms) ||
        sample.sampled_at_ms < inbox_.state().rawDeletedBefore) {
        return false;
    }
    return isRoomName(view(sample.room)) && isParticipantId(view(sample.participant_id)) &&
           std::none_of(sample.values, sample.values + fieldCount,
                        [](float value) { return std::isinf(value); });
}

void Session::touch() {
    std::sort(touched_.begin(), touched_.end(), [](const Identity* a, const Identity* b) {
        return a->roomId != b->roomId ? a->roomId < b->roomId : a->participantId < b->participantId;
    });
    int64_t roomLastAt = 0;
    for (std::size_t i = 0; i < touched_.size(); ++i) {
        Identity& who = *touched_[i];
        touchParticipant_.bind(1, who.participantId)
            .bind(2, who.newFirstAt)
            .bind(3, who.newLastAt)
            .bind(4, who.newSamples)
            .run();
        roomLastAt = std::max(roomLastAt, who.newLastAt);
        who.newSamples = 0;
        const bool roomEnds = i + 1 == touched_.size() || touched_[i + 1]->roomId != who.roomId;
        if (!roomEnds) continue;
        touchRoom_.bind(1, who.roomId).bind(2, roomLastAt).run();
        roomLastAt = 0;
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
    const Identity& who = identities_.participant(view(participant.room), view(participant.id),
                                                  participant.joined_at_ms);
    nameParticipant_.bind(1, who.participantId)
        .bind(2, view(participant.display_name))
        .bind(3, participant.joined_at_ms)
        .run();
}

}  // namespace vuedeo::sqlite
