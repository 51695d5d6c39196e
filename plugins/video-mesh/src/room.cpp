#include "room.hpp"

#include <algorithm>
#include <utility>

namespace vuedeo::mesh {
namespace {

// A browser half of ours sends none; somebody who tries things out may see a few errors.
constexpr uint32_t kMaxFaults = 10;

}  // namespace

Room::Room(const Realtime& realtime, RoomTerms terms, int64_t nowMs, bool lazy)
    : realtime_(realtime), createdAtMs_(nowMs), terms_(terms), lastActiveMs_(nowMs), lazy_(lazy) {}

Room::Entry Room::enter(const Newcomer& newcomer, int64_t nowMs) {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (retired_) return Entry::kRetired;
        if (!isOpenLocked(nowMs)) return Entry::kEnded;
        PeerInfo self{
            std::string(newcomer.participant), std::string(newcomer.name), newcomer.connection, {}};
        int64_t joinedAtMs = nowMs;
        const auto older = findParticipant(newcomer.participant);
        if (older != members_.end()) {
            self.media = older->second.info.media;
            joinedAtMs = older->second.joinedAtMs;
            outbox_.close(older->first, kReplaced, "replaced");
            members_.erase(older);
        } else if (members_.size() >= terms_.maxParticipants) {
            return Entry::kFull;
        }
        lastActiveMs_ = nowMs;
        std::vector<PeerInfo> others;
        others.reserve(members_.size());
        for (const auto& [channel, member] : members_) others.push_back(member.info);
        outbox_.send(newcomer.channel, welcomeMessage(self, others, terms_.maxParticipants));
        tellOthers(newcomer.channel, joinedMessage(self));
        members_.emplace(newcomer.channel, Member{std::move(self), joinedAtMs});
    }
    outbox_.deliver(realtime_);
    return Entry::kAdmitted;
}

void Room::receive(uint64_t channel, const ClientMessage& message, int64_t nowMs) {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto member = members_.find(channel);
        if (member == members_.end()) return;  // replaced, or sent out
        if (const auto* signal = std::get_if<Signal>(&message)) {
            handle(member, *signal);
        } else if (const auto* state = std::get_if<MediaState>(&message)) {
            handle(member, *state);
        } else if (const auto* fault = std::get_if<Malformed>(&message)) {
            handle(member, *fault, nowMs);
        } else if (std::holds_alternative<Ping>(message)) {
            outbox_.send(channel, pongMessage());
        } else {
            outbox_.close(channel, kLeft, "left");
            remove(member, false, nowMs);
        }
    }
    outbox_.deliver(realtime_);
}

void Room::drop(uint64_t channel, int64_t nowMs) {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto member = members_.find(channel);
        if (member == members_.end()) return;
        remove(member, true, nowMs);
    }
    outbox_.deliver(realtime_);
}

void Room::end() {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        ended_ = true;
        for (const auto& [channel, member] : members_) {
            outbox_.close(channel, kRoomEnded, "the room has ended");
        }
        members_.clear();
    }
    outbox_.deliver(realtime_);
}

void Room::handle(Members::iterator member, const Signal& signal) {
    const auto addressee = findParticipant(signal.to);
    // Meant for a connection that is gone: its addressee could not make sense of it.
    if (addressee == members_.end() || addressee == member ||
        addressee->second.info.connection != signal.connection) {
        return;
    }
    outbox_.send(addressee->first, signalMessage(member->second.info, signal.dataJson));
}

void Room::handle(Members::iterator member, const MediaState& state) {
    member->second.info.media = state;
    tellOthers(member->first, stateMessage(member->second.info));
}

void Room::handle(Members::iterator member, const Malformed& fault, int64_t nowMs) {
    outbox_.send(member->first, errorMessage(fault));
    if (++member->second.faults <= kMaxFaults) return;
    outbox_.close(member->first, kAbuse, "too many malformed messages");
    remove(member, true, nowMs);
}

void Room::remove(Members::iterator member, bool dropped, int64_t nowMs) {
    const std::string message = leftMessage(member->second.info, dropped);
    members_.erase(member);
    lastActiveMs_ = nowMs;
    for (const auto& [channel, other] : members_) outbox_.send(channel, message);
}

void Room::tellOthers(uint64_t channel, const std::string& message) {
    for (const auto& [other, member] : members_) {
        if (other != channel) outbox_.send(other, message);
    }
}

Room::Members::iterator Room::findParticipant(std::string_view id) {
    return std::find_if(members_.begin(), members_.end(),
                        [&](const auto& entry) { return entry.second.info.id == id; });
}

bool Room::isOpenLocked(int64_t nowMs) const {
    return !ended_ && (terms_.expiresAtMs == 0 || nowMs < terms_.expiresAtMs);
}

bool Room::isOpen(int64_t nowMs) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return isOpenLocked(nowMs);
}

bool Room::hasPlaceFor(std::string_view participant) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return members_.size() < terms_.maxParticipants ||
           std::any_of(members_.begin(), members_.end(),
                       [&](const auto& entry) { return entry.second.info.id == participant; });
}

bool Room::adopt(const RoomTerms& terms) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!lazy_) return false;
    lazy_ = false;
    terms_ = terms;
    return true;
}

bool Room::retireIfEmpty() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!members_.empty()) return false;
    retired_ = true;
    return true;
}

bool Room::isEmpty() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return members_.empty();
}

int64_t Room::lastActiveMs() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return lastActiveMs_;
}

RoomDescription Room::describe() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return {terms_, createdAtMs_};
}

std::vector<Presence> Room::presence() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::vector<Presence> list;
    list.reserve(members_.size());
    for (const auto& [channel, member] : members_) {
        list.push_back({member.info.id, member.info.name, member.joinedAtMs});
    }
    return list;
}

}  // namespace vuedeo::mesh
