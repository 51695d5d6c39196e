// Daily's REST API as far as Vuedeo needs it, one function an endpoint. Owned by the plugin; any
// thread, each call blocks until its deadline at most.
//
// All throw Error: UNAVAILABLE and LIMITED as RestClient does, NOT_FOUND for a room that Daily does
// not know, INVALID for what it refuses, and what else stands beside a function.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>
#include <vuedeo/plugin.hpp>

#include "meeting_token.hpp"
#include "rest_client.hpp"

namespace vuedeo::daily {

struct DailyDomain {
    std::string name;
    std::string id;
};

struct DailyRoom {
    std::string name;
    std::string url;  // as Daily gave it
    std::string privacy;
    std::string createdAt;         // ISO 8601
    int64_t expiresAtS = 0;        // 0: never
    uint32_t maxParticipants = 0;  // 0: Daily's default
    std::string lang;              // empty: Daily's default
};

struct RoomWish {
    std::string name;
    std::string privacy;
    nlohmann::json properties;
};

struct PresentPerson {
    std::string sessionId;  // of this one visit
    std::string userId;     // of the token; empty: entered without one
    std::string userName;
    int64_t joinedAtMs = 0;
    int64_t leftAtMs = 0;  // 0: in it, as far as is known
};

struct Meeting {
    std::string id;
    int64_t startedAtMs = 0;
    int64_t durationS = 0;
    bool ongoing = false;
    uint32_t maxParticipants = 0;
    std::vector<PresentPerson> people;  // all who were in it at some time
};

class DailyApi {
public:
    explicit DailyApi(RestClient& client) : client_(client) {}

    DailyDomain domain(const Call& call);

    // CONFLICT: a room of that name exists. OutcomeUnknown: it may exist now.
    DailyRoom createRoom(const RoomWish& wish, const Call& call);
    DailyRoom findRoom(std::string_view name, const Call& call);
    DailyRoom setExpiry(std::string_view name, int64_t expiresAtS, const Call& call);
    void deleteRoom(std::string_view name, const Call& call);
    struct RoomPage {
        std::vector<DailyRoom> rooms;  // newest first
        std::string next;              // cursor; empty on the last page
    };
    RoomPage listRooms(std::string_view cursor, uint32_t limit, const Call& call);

    // Lags ten to twenty-five seconds behind.
    std::vector<PresentPerson> presence(std::string_view room, const Call& call);
    // Newest first; exact. A room that Daily does not know has none.
    std::vector<Meeting> meetings(std::string_view room, bool ongoingOnly, uint32_t limit,
                                  const Call& call);
    // Sends people out by their session ids. That nobody of them is there any more is no error.
    void eject(std::string_view room, const std::vector<std::string>& sessionIds, const Call& call);

    std::string meetingToken(const TokenClaims& claims, const Call& call);

private:
    RestAnswer sendForRoom(const RestRequest& request, const Call& call);

    RestClient& client_;
};

}  // namespace vuedeo::daily
