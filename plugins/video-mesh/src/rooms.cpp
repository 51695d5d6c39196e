#include "rooms.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace vuedeo::mesh {

Rooms::Rooms(const Config& config, Realtime realtime, Clock clock)
    : config_(config), realtime_(realtime), clock_(clock), lastConnection_(clock_.nowMs()) {}

std::shared_ptr<Room> Rooms::create(std::string_view name, const RoomTerms& requested) {
    const int64_t now = nowMs();
    RoomTerms terms = requested;
    if (terms.maxParticipants == 0) terms.maxParticipants = config_.maxParticipants;
    if (terms.maxParticipants > kMaxParticipantsCeiling) {
        throw Error::invalid("max_participants", "a mesh room holds at most " +
                                                     std::to_string(kMaxParticipantsCeiling));
    }
    if (terms.expiresAtMs != 0 && terms.expiresAtMs <= now) {
        throw Error::invalid("expires_at_ms", "the time of expiry has passed");
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = rooms_.find(std::string(name));
    if (found != rooms_.end() && found->second->isOpen(now)) {
        if (found->second->adopt(terms)) return found->second;
        throw Error(VUEDEO_E_CONFLICT, "a room of this name exists");
    }
    auto room = std::make_shared<Room>(realtime_, terms, now, false);
    if (found != rooms_.end()) {
        found->second = room;
    } else {
        makePlace();
        rooms_.emplace(name, room);
    }
    return room;
}

std::shared_ptr<Room> Rooms::find(std::string_view name) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = rooms_.find(std::string(name));
    if (found == rooms_.end() || !found->second->isOpen(nowMs())) {
        throw Error(VUEDEO_E_NOT_FOUND, "no open room of this name");
    }
    return found->second;
}

void Rooms::end(std::string_view name) {
    std::shared_ptr<Room> room;
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto found = rooms_.find(std::string(name));
        if (found != rooms_.end()) room = found->second;
    }
    // People who talk on in an expired room are sent out, too.
    if (room == nullptr || (!room->isOpen(nowMs()) && room->isEmpty())) {
        throw Error(VUEDEO_E_NOT_FOUND, "no open room of this name");
    }
    room->end();
}

void Rooms::open(const RealtimePeer& peer) {
    const Room::Newcomer newcomer{peer.id, peer.participantId, peer.displayName, ++lastConnection_};
    Room::Entry entry = Room::Entry::kRetired;
    while (entry == Room::Entry::kRetired) {
        std::shared_ptr<Room> room;
        try {
            room = findOrMake(peer);
        } catch (const Error&) {
            realtime_.close(peer.id, kTooManyRooms, "the server holds too many rooms");
            return;
        }
        {
            // Before entering: the host may report the channel's end while it is being welcomed.
            const std::lock_guard<std::mutex> lock(mutex_);
            channels_[peer.id] = room;
        }
        entry = room->enter(newcomer, nowMs());
    }
    if (entry == Room::Entry::kAdmitted) return;
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        channels_.erase(peer.id);
    }
    if (entry == Room::Entry::kFull) {
        realtime_.close(peer.id, kRoomFull, "room is full");
    } else {
        realtime_.close(peer.id, kRoomEnded, "the room has ended");
    }
}

void Rooms::receive(uint64_t channel, std::string_view message) {
    const std::shared_ptr<Room> room = channelRoom(channel);
    if (room != nullptr) room->receive(channel, parseMessage(message), nowMs());
}

void Rooms::close(uint64_t channel) {
    const std::shared_ptr<Room> room = channelRoom(channel);
    if (room == nullptr) return;
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        channels_.erase(channel);
    }
    room->drop(channel, nowMs());
}

void Rooms::abandon(uint64_t channel) noexcept {
    realtime_.close(channel, kInternal, "internal error");
}

std::shared_ptr<Room> Rooms::findOrMake(const RealtimePeer& peer) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = rooms_.find(std::string(peer.room));
    if (found != rooms_.end()) return found->second;
    makePlace();
    // The host has checked the participant's token: only this process does not know the room yet.
    RoomTerms terms;
    terms.maxParticipants = peer.maxParticipants == 0
                                ? config_.maxParticipants
                                : std::min(peer.maxParticipants, kMaxParticipantsCeiling);
    auto room = std::make_shared<Room>(realtime_, terms, nowMs(), true);
    rooms_.emplace(peer.room, room);
    return room;
}

std::shared_ptr<Room> Rooms::channelRoom(uint64_t channel) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = channels_.find(channel);
    return found == channels_.end() ? nullptr : found->second;
}

void Rooms::makePlace() {
    if (rooms_.size() < config_.maxRooms) return;
    using Idle = std::pair<int64_t, std::string>;  // since when, which
    std::vector<Idle> idle;
    for (const auto& [name, room] : rooms_) {
        if (room->isEmpty()) idle.emplace_back(room->lastActiveMs(), name);
    }
    // Several at once, so that a full house does not look through all rooms for each new one.
    const std::size_t wanted =
        std::min(idle.size(), std::max<std::size_t>(1, config_.maxRooms / 16));
    std::partial_sort(idle.begin(), idle.begin() + static_cast<std::ptrdiff_t>(wanted), idle.end());
    for (std::size_t i = 0; i < wanted; ++i) {
        const auto found = rooms_.find(idle[i].second);
        if (found->second->retireIfEmpty()) rooms_.erase(found);
    }
    if (rooms_.size() >= config_.maxRooms) {
        throw Error::retryAfter(VUEDEO_E_LIMITED, std::chrono::seconds(60),
                                "max_rooms rooms have people in them");
    }
}

std::size_t Rooms::roomCount() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return rooms_.size();
}

std::size_t Rooms::channelCount() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return channels_.size();
}

}  // namespace vuedeo::mesh
