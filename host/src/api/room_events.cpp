#include "api/room_events.hpp"

#include "api/fields.hpp"
#include "api/plugin_call.hpp"
#include "rooms/identifiers.hpp"

namespace vuedeo::api {
namespace {

using plugins::PluginError;

std::string textOf(vuedeo_str text) {
    if (text.data == nullptr) return {};
    return {text.data, static_cast<std::size_t>(text.size)};
}

}  // namespace

void RoomEvents::participantJoined(const std::string& provider, const vuedeo_room_visit& visit) {
    plugins::ParticipantRecord participant;
    participant.room = textOf(visit.room);
    participant.id = textOf(visit.participant_id);
    participant.displayName = textOf(visit.display_name);
    participant.joinedAtMs = visit.at_ms;
    if (!rooms::isRoomName(participant.room) || !rooms::isParticipantId(participant.id) ||
        visit.at_ms <= 0 || visit.at_ms >= kEndOfTimeMs) {
        throw PluginError(provider, VUEDEO_E_INVALID, "a visit that cannot be");
    }
    if (!rooms::isDisplayName(participant.displayName)) participant.displayName.clear();
    if (!store_) throw PluginError(provider, VUEDEO_E_UNAVAILABLE, "it is too early");

    waitOnLane(store_->plugin(), [store = *store_, participant, provider]() mutable {
        // A provider may have rooms that others have made there: they stay out of the record.
        if (store.findRoom(participant.room, {}).provider != provider) {
            throw PluginError(provider, VUEDEO_E_NOT_FOUND, "the room is not this provider's");
        }
        store.saveParticipant(participant, {});
    });
}

}  // namespace vuedeo::api
