#include "mesh_video.hpp"

#include <exception>
#include <nlohmann/json.hpp>
#include <string>

#include "ice_servers.hpp"

namespace vuedeo::mesh {
namespace {

using nlohmann::json;

json orNull(int64_t timeMs) {
    return timeMs == 0 ? json() : json(timeMs);
}

std::string roomJson(std::string_view name, const Room& room) {
    const RoomDescription description = room.describe();
    return json{{"name", name},
                {"created_at", description.createdAtMs},
                {"expires_at", orNull(description.terms.expiresAtMs)},
                {"max_participants", description.terms.maxParticipants}}
        .dump();
}

}  // namespace

MeshVideo::MeshVideo(Host host, std::string_view configJson)
    : VideoProvider(host), config_(parseConfig(configJson)) {}

void MeshVideo::start(const Call&) {
    rooms_ = std::make_unique<Rooms>(config_, Realtime(host()), Clock(host()));
}

std::string MeshVideo::createRoom(const RoomRequest& request, const Call&) {
    if (!request.optionsJson.empty()) {
        const json options = json::parse(request.optionsJson, nullptr, false);
        if (!options.is_object() || !options.empty()) {
            throw Error::invalid("options", "mesh rooms have no options of their own");
        }
    }
    return roomJson(request.name,
                    *rooms_->create(request.name, {request.maxParticipants, request.expiresAtMs}));
}

std::string MeshVideo::findRoom(std::string_view name, const Call&) {
    return roomJson(name, *rooms_->find(name));
}

void MeshVideo::endRoom(std::string_view name, const Call&) {
    rooms_->end(name);
}

std::string MeshVideo::admit(const Admission& admission, const Call&) {
    const std::shared_ptr<Room> room = rooms_->find(admission.room);
    if (!room->hasPlaceFor(admission.participantId)) {
        throw Error(VUEDEO_E_CONFLICT, "the room is full");
    }
    return json{{"ice_servers", iceServers(config_, admission.participantId, rooms_->nowMs(),
                                           admission.expiresAtMs)},
                {"max_participants", room->describe().terms.maxParticipants}}
        .dump();
}

std::string MeshVideo::presence(std::string_view name, const Call&) {
    json list = json::array();
    for (const Presence& present : rooms_->find(name)->presence()) {
        list.push_back(
            {{"id", present.id}, {"name", present.name}, {"joined_at", present.joinedAtMs}});
    }
    const json page = {{"participants", list}};
    return page.dump(-1, ' ', false, json::error_handler_t::replace);
}

// What is left to fail is memory. The channel is in an unknown state then: its browser opens
// another.
template <class Body>
void MeshVideo::guard(uint64_t channel, Body&& body) noexcept {
    try {
        body();
    } catch (const std::exception& error) {
        host().error(error.what());
        rooms_->abandon(channel);
    }
}

void MeshVideo::onOpen(const RealtimePeer& peer) noexcept {
    guard(peer.id, [&] { rooms_->open(peer); });
}

void MeshVideo::onMessage(uint64_t peer, std::string_view message) noexcept {
    guard(peer, [&] { rooms_->receive(peer, message); });
}

void MeshVideo::onClose(uint64_t peer) noexcept {
    guard(peer, [&] { rooms_->close(peer); });
}

std::string MeshVideo::check(const Call&) {
    return json{{"rooms", rooms_->roomCount()},
                {"connected", rooms_->channelCount()},
                {"stun_servers", config_.stunUrls.size()},
                {"turn_servers", config_.turnUrls.size()}}
        .dump();
}

}  // namespace vuedeo::mesh
