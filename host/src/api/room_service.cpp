#include "api/room_service.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "api/plugin_call.hpp"
#include "api/responses.hpp"
#include "http/problem.hpp"
#include "rooms/identifiers.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::api {
namespace {

using http::Problem;
using plugins::CallScope;
using plugins::PluginError;
using plugins::RoomRecord;

constexpr std::chrono::milliseconds kTokenLife = std::chrono::hours(24);
constexpr std::chrono::milliseconds kOwnerTokenLife = std::chrono::hours(24 * 366);
constexpr uint32_t kMeetings = 20;

// What completes a change that has been made already, also for a client that has gone meanwhile.
CallScope lasting(CallScope scope) {
    scope.cancelled = nullptr;
    return scope;
}

Problem roomExists(const std::string& name) {
    return {409, "room-exists", "A room named \"" + name + "\" is open already.", "name"};
}

Problem noSuchRoom() {
    return {404, "room-not-found", "There is no room of this name."};
}

// Two requests for one name at the same time: one of them creates it.
class NameReservation {
public:
    NameReservation(std::mutex& mutex, std::set<std::string>& names, const std::string& name)
        : mutex_(mutex), names_(names), name_(name) {
        const std::lock_guard lock(mutex_);
        if (!names_.insert(name_).second) throw roomExists(name_);
    }
    ~NameReservation() {
        const std::lock_guard lock(mutex_);
        names_.erase(name_);
    }
    NameReservation(const NameReservation&) = delete;
    NameReservation& operator=(const NameReservation&) = delete;

private:
    std::mutex& mutex_;
    std::set<std::string>& names_;
    const std::string name_;
};

}  // namespace

int64_t RoomService::expiresAtMs(const RoomRecord& room) const {
    if (room.expiresAtMs != 0) return room.expiresAtMs;
    const int64_t lastSeen = std::max({room.createdAtMs, room.lastSampleAtMs, room.activeAtMs});
    return lastSeen + std::chrono::milliseconds(settings_.expireAfter).count();
}

bool RoomService::isOpen(const RoomRecord& room, int64_t now) const {
    return !room.provider.empty() && room.endedAtMs == 0 && expiresAtMs(room) > now;
}

RoomRecord RoomService::create(const Wish& wish, const CallScope& scope) {
    RoomRecord room;
    room.name = wish.name.empty() ? rooms::makeRoomName() : wish.name;
    const NameReservation reservation(mutex_, beingCreated_, room.name);

    const auto earlier = find(room.name, scope);
    if (earlier && isOpen(*earlier, nowMs())) throw roomExists(room.name);

    room.maxParticipants =
        wish.maxParticipants != 0 ? wish.maxParticipants : settings_.maxParticipants;
    room.createdAtMs = nowMs();
    room.expiresAtMs = wish.expiresAtMs;
    room.provider = video_.plugin().manifest().id;
    room.providerJson = makeAtProvider(room, earlier.has_value(), wish.optionsJson, scope);
    try {
        save(room, scope);
    } catch (const PluginError&) {
        try {
            video_.endRoom(room.name, lasting(scope));
        } catch (const PluginError& error) {
            log::warning("a room that could not be recorded stays with its provider",
                         {{"room", room.name}, {"error", error.what()}});
        }
        throw;
    }
    return room;
}

// replace: the provider may still hold a room of that name which has expired here.
std::string RoomService::makeAtProvider(const RoomRecord& room, bool replace,
                                        const std::string& optionsJson, const CallScope& scope) {
    try {
        return video_.createRoom(room, optionsJson, scope);
    } catch (const PluginError& error) {
        if (error.status() != VUEDEO_E_CONFLICT) throw;
        if (!replace) throw roomExists(room.name);
    }
    video_.endRoom(room.name, scope);
    return video_.createRoom(room, optionsJson, scope);
}

std::string RoomService::ownerToken(const RoomRecord& room) const {
    const int64_t expiresAtMs =
        room.expiresAtMs != 0 ? room.expiresAtMs : room.createdAtMs + kOwnerTokenLife.count();
    return tokens_.signOwner({room.name, room.createdAtMs, expiresAtMs});
}

RoomService::Joined RoomService::join(const std::string& name, const Newcomer& newcomer,
                                      const CallScope& scope) {
    Joined joined;
    joined.room = findForJoin(name, scope);
    const int64_t now = nowMs();
    if (!isOpen(joined.room, now)) {
        throw Problem(410, "room-ended", "This call has ended. Create a new room to meet again.");
    }

    rooms::Claims& claims = joined.claims;
    claims.room = name;
    claims.participantId =
        newcomer.earlier ? newcomer.earlier->participantId : rooms::makeParticipantId();
    claims.displayName = newcomer.displayName;
    claims.maxParticipants = joined.room.maxParticipants;
    claims.expiresAtMs = now + kTokenLife.count();
    if (joined.room.expiresAtMs != 0) {
        claims.expiresAtMs = std::min(claims.expiresAtMs, joined.room.expiresAtMs);
    }
    joined.isOwner = tokens_.provesOwner(newcomer.ownerToken, name, joined.room.createdAtMs, now);
    joined.sessionJson = admit(joined, scope);
    joined.token = tokens_.sign(claims);

    plugins::ParticipantRecord participant;
    participant.room = name;
    participant.id = claims.participantId;
    participant.displayName = newcomer.displayName;
    participant.joinedAtMs = now;
    try {
        waitOnLane(store_.plugin(), [store = store_, participant, scope]() mutable {
            store.saveParticipant(participant, scope);
        });
    } catch (const PluginError& error) {  // people can talk while the store is away
        log::warning("a participant's name could not be stored",
                     {{"room", name}, {"error", error.what()}});
    }
    return joined;
}

// The store's record; while the store is away, what the provider knows must do, though not whose
// room it is.
RoomRecord RoomService::findForJoin(const std::string& name, const CallScope& scope) {
    try {
        return findKnown(name, scope);
    } catch (const PluginError& error) {
        if (error.status() != VUEDEO_E_UNAVAILABLE) throw;
    }
    try {
        RoomRecord room;
        room.name = name;
        room.createdAtMs = nowMs();
        room.provider = video_.plugin().manifest().id;
        room.providerJson = video_.findRoom(name, scope);
        return room;
    } catch (const PluginError& error) {
        if (error.status() == VUEDEO_E_NOT_FOUND) throw noSuchRoom();
        throw;
    }
}

std::string RoomService::admit(const Joined& joined, const CallScope& scope) {
    const rooms::Claims& claims = joined.claims;
    plugins::VideoClient::Admission admission;
    admission.room = claims.room;
    admission.participantId = claims.participantId;
    admission.displayName = claims.displayName;
    admission.owner = joined.isOwner;
    admission.expiresAtMs = claims.expiresAtMs;
    admission.maxParticipants = claims.maxParticipants;
    try {
        try {
            return video_.admit(admission, scope);
        } catch (const PluginError& error) {
            if (error.status() != VUEDEO_E_NOT_FOUND) throw;
        }
        // A provider that forgot the room (its memory went with a restart) is told of it again.
        try {
            video_.createRoom(joined.room, "", scope);
        } catch (const PluginError& error) {
            if (error.status() != VUEDEO_E_CONFLICT) throw;  // somebody who joins, too, was faster
        }
        return video_.admit(admission, scope);
    } catch (const PluginError& error) {
        if (error.status() != VUEDEO_E_CONFLICT) throw;
        throw Problem(409, "room-full", "This room is full. Try again when somebody has left.");
    }
}

std::string RoomService::presence(const std::string& name, const CallScope& scope) {
    const RoomRecord room = findKnown(name, scope);
    const bool held = isOpen(room, nowMs()) && room.provider == video_.plugin().manifest().id;
    try {
        if (held) return video_.presence(name, scope);
    } catch (const PluginError& error) {
        // It forgot the room in a restart; whoever joins next makes it again.
        if (error.status() != VUEDEO_E_NOT_FOUND) throw;
    }
    return R"({"participants":[]})";
}

std::optional<std::string> RoomService::meetings(const std::string& name, const CallScope& scope) {
    const RoomRecord room = findKnown(name, scope);
    if (room.provider != video_.plugin().manifest().id) return std::nullopt;
    try {
        return video_.meetings(name, kMeetings, scope);
    } catch (const PluginError& error) {
        if (error.status() != VUEDEO_E_UNSUPPORTED) throw;
        return std::nullopt;
    }
}

void RoomService::end(const std::string& name, const CallScope& scope) {
    RoomRecord room = findKnown(name, scope);
    if (room.endedAtMs != 0) return;
    try {
        video_.endRoom(name, scope);
    } catch (const PluginError& error) {
        if (error.status() != VUEDEO_E_NOT_FOUND) throw;
    }
    room.endedAtMs = nowMs();
    save(room, scope);
}

RoomRecord RoomService::findKnown(const std::string& name, const CallScope& scope) {
    auto room = find(name, scope);
    if (!room) throw noSuchRoom();
    return std::move(*room);
}

std::optional<RoomRecord> RoomService::find(const std::string& name, const CallScope& scope) {
    try {
        return waitOnLane(store_.plugin(), [store = store_, name, scope]() mutable {
            return store.findRoom(name, scope);
        });
    } catch (const PluginError& error) {
        if (error.status() != VUEDEO_E_NOT_FOUND) throw;
        return std::nullopt;
    }
}

void RoomService::save(const RoomRecord& room, const CallScope& scope) {
    waitOnLane(store_.plugin(), [store = store_, room, scope = lasting(scope)]() mutable {
        store.saveRoom(room, scope);
    });
}

}  // namespace vuedeo::api
