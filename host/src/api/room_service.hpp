// Rooms from creation to end: what the video provider and the store do together for them.
//
// The store holds the durable record; the provider holds the call. A room without an expiry of its
// own lives for rooms.expire_after_s after the last participant was seen. All calls block: run them
// on the provider's lane.
#pragma once
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "config/config.hpp"
#include "plugins/clients.hpp"
#include "rooms/token.hpp"

namespace vuedeo::api {

class RoomService {
public:
    RoomService(plugins::VideoClient video, plugins::StoreClient store,
                const rooms::TokenSigner& tokens, const config::Rooms& settings)
        : video_(video), store_(store), tokens_(tokens), settings_(settings) {}

    struct Wish {
        std::string name;              // empty: one is made
        uint32_t maxParticipants = 0;  // 0: the configured default
        int64_t expiresAtMs = 0;       // 0: by activity
        std::string optionsJson;       // the provider's own, or empty
    };
    // Throws Problem 409 room-exists.
    plugins::RoomRecord create(const Wish& wish, const plugins::CallScope& scope);
    // For whoever made the room: proves to join() who they are.
    std::string ownerToken(const plugins::RoomRecord& room) const;

    struct Newcomer {
        std::string displayName;
        std::optional<rooms::Claims> earlier;  // the same participant again, after a reload
        std::string ownerToken;                // empty: none
    };
    struct Joined {
        plugins::RoomRecord room;
        rooms::Claims claims;
        bool isOwner = false;
        std::string token;
        std::string sessionJson;
    };
    // Throws Problem 404 room-not-found, 410 room-ended, 409 room-full.
    Joined join(const std::string& room, const Newcomer& newcomer, const plugins::CallScope& scope);

    // The provider's {"participants": [...]}: nobody is in a room that it does not have now. Throws
    // Problem 404.
    std::string presence(const std::string& room, const plugins::CallScope& scope);

    // The provider's {"meetings": [...]}; nothing when it does not tell. Throws Problem 404.
    std::optional<std::string> meetings(const std::string& room, const plugins::CallScope& scope);

    // People in it are sent out, nobody is admitted any more; its metrics stay. Throws Problem 404.
    void end(const std::string& room, const plugins::CallScope& scope);

    int64_t expiresAtMs(const plugins::RoomRecord& room) const;
    bool isOpen(const plugins::RoomRecord& room, int64_t nowMs) const;

private:
    std::optional<plugins::RoomRecord> find(const std::string& name,
                                            const plugins::CallScope& scope);
    plugins::RoomRecord findKnown(const std::string& name, const plugins::CallScope& scope);
    void save(const plugins::RoomRecord& room, const plugins::CallScope& scope);
    std::string makeAtProvider(const plugins::RoomRecord& room, bool replace,
                               const std::string& optionsJson, const plugins::CallScope& scope);
    plugins::RoomRecord findForJoin(const std::string& name, const plugins::CallScope& scope);
    std::string admit(const Joined& joined, const plugins::CallScope& scope);

    plugins::VideoClient video_;
    plugins::StoreClient store_;
    const rooms::TokenSigner& tokens_;
    const config::Rooms settings_;
    std::mutex mutex_;
    std::set<std::string> beingCreated_;
};

}  // namespace vuedeo::api
