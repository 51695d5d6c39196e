#include "api/room_events.hpp"

#include <algorithm>

#include "api/fields.hpp"
#include "api/plugin_call.hpp"
#include "api/responses.hpp"
#include "rooms/identifiers.hpp"

namespace vuedeo::api {
namespace {

using plugins::PluginError;

std::string textOf(vuedeo_str text) {
    if (text.data == nullptr) return {};
    return {text.data, static_cast<std::size_t>(text.size)};
}

// Of which room and person the news is, without its time.
plugins::ParticipantRecord visitorOf(const std::string& provider, const vuedeo_room_visit& visit) {
    plugins::ParticipantRecord participant;
    participant.room = textOf(visit.room);
    participant.id = textOf(visit.participant_id);
    participant.displayName = textOf(visit.display_name);
    if (!rooms::isRoomName(participant.room) || !rooms::isParticipantId(participant.id) ||
        visit.at_ms <= 0 || visit.at_ms >= kEndOfTimeMs) {
        throw PluginError(provider, VUEDEO_E_INVALID, "a visit that cannot be");
    }
    if (!rooms::isDisplayName(participant.displayName)) participant.displayName.clear();
    return participant;
}

}  // namespace

// The provider's clock may be ahead: nothing that lies in the future keeps a room open.
void RoomEvents::participantJoined(const std::string& provider, const vuedeo_room_visit& visit) {
    plugins::ParticipantRecord participant = visitorOf(provider, visit);
    participant.joinedAtMs = std::min(visit.at_ms, nowMs());
    save(provider, participant);
}

void RoomEvents::participantLeft(const std::string& provider, const vuedeo_room_visit& visit) {
    plugins::ParticipantRecord participant = visitorOf(provider, visit);
    participant.leftAtMs = std::min(visit.at_ms, nowMs());
    save(provider, participant);
}

void RoomEvents::findRoom(const std::string& provider, std::string_view room) {
    onStore(provider, std::string(room), [](plugins::StoreClient&) {});
}

void RoomEvents::save(const std::string& provider, const plugins::ParticipantRecord& participant) {
    onStore(provider, participant.room,
            [participant](plugins::StoreClient& store) { store.saveParticipant(participant, {}); });
}

// A provider may have rooms that others have made there: they stay out of the record.
template <class Action>
void RoomEvents::onStore(const std::string& provider, const std::string& room, Action action) {
    const auto plugin = store_();
    if (plugin == nullptr) throw PluginError(provider, VUEDEO_E_UNAVAILABLE, "it is too early");
    waitOnLane(*plugin, [store = plugins::StoreClient(*plugin), provider, room, action]() mutable {
        if (store.findRoom(room, {}).provider != provider) {
            throw PluginError(provider, VUEDEO_E_NOT_FOUND, "the room is not this provider's");
        }
        action(store);
    });
}

}  // namespace vuedeo::api
