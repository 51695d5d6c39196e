// One room: who is in it, and what they tell one another. Thread-safe; never calls the host while
// its lock is held.
//
// Owned by the registry (Rooms) and, while somebody is in it, by their channels: an expired room
// whose name was given away lives on until the last one has left.
#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>
#include <vuedeo/realtime.hpp>

#include "message.hpp"
#include "outbox.hpp"

namespace vuedeo::mesh {

// Why a channel was closed (README.md, "Protocol").
enum CloseCode : uint32_t {
    kLeft = 4000,
    kReplaced = 4001,
    kAbuse = 4400,
    kRoomFull = 4409,
    kRoomEnded = 4410,
    kInternal = 4500,
    kTooManyRooms = 4503
};

struct RoomTerms {
    uint32_t maxParticipants = 0;
    int64_t expiresAtMs = 0;  // 0: never
};

struct RoomDescription {
    RoomTerms terms;
    int64_t createdAtMs;
};

struct Presence {
    std::string id;
    std::string name;
    int64_t joinedAtMs;
};

class Room {
public:
    // lazy: made for a participant whom the host let in before this process knew the room.
    Room(const Realtime& realtime, RoomTerms terms, int64_t nowMs, bool lazy);

    enum class Entry { kAdmitted, kFull, kEnded, kRetired };
    struct Newcomer {
        uint64_t channel;  // the host's peer id
        std::string_view participant;
        std::string_view name;
        int64_t connection;
    };
    // A participant who is there already is moved to the new channel; the old one is closed.
    Entry enter(const Newcomer& newcomer, int64_t nowMs);
    void receive(uint64_t channel, const ClientMessage& message, int64_t nowMs);
    void drop(uint64_t channel, int64_t nowMs);
    void end();

    bool isOpen(int64_t nowMs) const;
    // A participant who is there already needs no further place.
    bool hasPlaceFor(std::string_view participant) const;
    // The room was made lazily, and now its terms are known. False: they were known already.
    bool adopt(const RoomTerms& terms);
    // True: nobody is in it, and from now on nobody can enter.
    bool retireIfEmpty();
    bool isEmpty() const;
    int64_t lastActiveMs() const;
    RoomDescription describe() const;
    std::vector<Presence> presence() const;

private:
    struct Member {
        PeerInfo info;
        int64_t joinedAtMs;
        uint32_t faults = 0;
    };
    using Members = std::map<uint64_t, Member>;  // by channel; a handful

    Members::iterator findParticipant(std::string_view id);
    bool isOpenLocked(int64_t nowMs) const;
    void tellOthers(uint64_t channel, const std::string& message);
    void remove(Members::iterator member, bool dropped, int64_t nowMs);
    void handle(Members::iterator member, const Signal& signal);
    void handle(Members::iterator member, const MediaState& state);
    void handle(Members::iterator member, const Malformed& fault, int64_t nowMs);

    const Realtime& realtime_;
    Outbox outbox_;
    const int64_t createdAtMs_;

    mutable std::mutex mutex_;
    RoomTerms terms_;
    Members members_;
    int64_t lastActiveMs_;
    bool lazy_;
    bool ended_ = false;
    bool retired_ = false;
};

}  // namespace vuedeo::mesh
