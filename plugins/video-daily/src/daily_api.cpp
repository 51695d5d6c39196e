#include "daily_api.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "daily_json.hpp"

namespace vuedeo::daily {
namespace {

using nlohmann::json;

std::string roomPath(std::string_view name) {
    return std::string("/rooms/").append(name);  // A-Z a-z 0-9 - _: nothing to escape
}

std::string escaped(std::string_view text) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (plain) {
            result += c;
        } else {
            result.append({'%', kHex[byte >> 4], kHex[byte & 0xF]});
        }
    }
    return result;
}

// The one error id that whoever asked can do something about; the others are about the account, or
// about this client.
Error refused(const RestAnswer& answer) {
    const bool byCaller = textMember(answer.body, "error") == "invalid-request-error";
    return {byCaller ? VUEDEO_E_INVALID : VUEDEO_E_UNAVAILABLE,
            "Daily refuses it: " + answer.info()};
}

}  // namespace

RestAnswer DailyApi::sendForRoom(const RestRequest& request, const Call& call) {
    RestAnswer answer = client_.send(request, call);
    if (answer.status == 404) throw Error(VUEDEO_E_NOT_FOUND, answer.info());
    if (!answer.ok()) throw refused(answer);
    return answer;
}

DailyDomain DailyApi::domain(const Call& call) {
    const RestAnswer answer = sendForRoom({"GET", "/", nullptr}, call);
    DailyDomain domain{textMember(answer.body, "domain_name"),
                       textMember(answer.body, "domain_id")};
    if (domain.id.empty()) {
        throw Error(VUEDEO_E_UNAVAILABLE, "Daily does not say which domain the API key is for");
    }
    return domain;
}

DailyRoom DailyApi::createRoom(const RoomWish& wish, const Call& call) {
    const json body = {
        {"name", wish.name}, {"privacy", wish.privacy}, {"properties", wish.properties}};
    constexpr bool kOnce = false;
    const RestAnswer answer = client_.send({"POST", "/rooms", body, kOnce}, call);
    if (answer.ok()) {
        try {
            return readRoom(answer.body);
        } catch (const Error& error) {
            throw OutcomeUnknown(error.status(), error.what());
        }
    }
    if (answer.status != 400) throw refused(answer);
    // A name that is taken has the same error id as a request that is wrong.
    try {
        findRoom(wish.name, call);
    } catch (const Error& error) {
        if (error.status() == VUEDEO_E_NOT_FOUND) throw refused(answer);
        throw;
    }
    throw Error(VUEDEO_E_CONFLICT, answer.info());
}

DailyRoom DailyApi::findRoom(std::string_view name, const Call& call) {
    return readRoom(sendForRoom({"GET", roomPath(name), nullptr}, call).body);
}

DailyRoom DailyApi::setExpiry(std::string_view name, int64_t expiresAtS, const Call& call) {
    const json body = {{"properties", {{"exp", expiresAtS}}}};
    return readRoom(sendForRoom({"POST", roomPath(name), body}, call).body);
}

void DailyApi::deleteRoom(std::string_view name, const Call& call) {
    const RestAnswer answer = client_.send({"DELETE", roomPath(name), nullptr}, call);
    const bool lostAnswer = answer.status == 404 && answer.attempts > 1;
    if (answer.ok() || lostAnswer) return;
    if (answer.status == 404) throw Error(VUEDEO_E_NOT_FOUND, answer.info());
    throw refused(answer);
}

DailyApi::RoomPage DailyApi::listRooms(std::string_view cursor, uint32_t limit, const Call& call) {
    std::string path = "/rooms?limit=" + std::to_string(limit);
    if (!cursor.empty()) path += "&starting_after=" + escaped(cursor);
    const RestAnswer answer = sendForRoom({"GET", path, nullptr}, call);
    RoomPage page;
    std::string lastId;
    for (const json& room : readList(answer.body)) {
        page.rooms.push_back(readRoom(room));
        lastId = textMember(room, "id");
    }
    if (page.rooms.size() == limit) page.next = lastId;
    return page;
}

std::vector<PresentPerson> DailyApi::presence(std::string_view room, const Call& call) {
    const RestAnswer answer =
        sendForRoom({"GET", roomPath(room) + "/presence?limit=100", nullptr}, call);
    std::vector<PresentPerson> people;
    for (const json& person : readList(answer.body)) people.push_back(readPresence(person));
    return people;
}

std::vector<Meeting> DailyApi::meetings(std::string_view room, bool ongoingOnly, uint32_t limit,
                                        const Call& call) {
    std::string path = std::string("/meetings?room=").append(room);
    path += "&limit=" + std::to_string(limit);
    if (ongoingOnly) path += "&ongoing=true";
    const RestAnswer answer = sendForRoom({"GET", path, nullptr}, call);
    std::vector<Meeting> list;
    for (const json& meeting : readList(answer.body)) list.push_back(readMeeting(meeting));
    return list;
}

void DailyApi::eject(std::string_view room, const std::vector<std::string>& sessionIds,
                     const Call& call) {
    constexpr std::ptrdiff_t kMostAtOnce = 100;
    for (auto from = sessionIds.begin(); from != sessionIds.end();) {
        const auto to = from + std::min(kMostAtOnce, std::distance(from, sessionIds.end()));
        const json body = {{"ids", std::vector<std::string>(from, to)}};
        const RestAnswer answer = client_.send({"POST", roomPath(room) + "/eject", body}, call);
        if (!answer.ok() && answer.status != 404) throw refused(answer);
        from = to;
    }
}

std::string DailyApi::meetingToken(const TokenClaims& claims, const Call& call) {
    json properties = {{"room_name", claims.room},
                       {"user_id", claims.userId},
                       {"user_name", claims.userName},
                       {"exp", claims.expiresAtS}};
    if (claims.owner) properties["is_owner"] = true;
    const json body = {{"properties", properties}};
    const RestAnswer answer = sendForRoom({"POST", "/meeting-tokens", body}, call);
    std::string token = textMember(answer.body, "token");
    if (token.empty()) throw Error(VUEDEO_E_UNAVAILABLE, "Daily answered no meeting token");
    return token;
}

}  // namespace vuedeo::daily
