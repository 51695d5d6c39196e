// /api/v1/rooms/{room}/participants, /presence and /meetings: somebody joins; who is in the room
// now, and who was in it when.
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "api/auth.hpp"
#include "api/fields.hpp"
#include "api/handlers.hpp"
#include "api/pages.hpp"
#include "api/responses.hpp"
#include "http/json_body.hpp"
#include "http/problem.hpp"
#include "plugins/plugin_error.hpp"
#include "rooms/identifiers.hpp"

namespace vuedeo::api {

using Json = nlohmann::json;

namespace {

// What the contract promises of one who is present, and nothing else of what the provider says.
Json presentJson(const Json& present) {
    return {{"id", present.at("id").get<std::string>()},
            {"name", present.at("name").get<std::string>()},
            {"joined_at", present.at("joined_at").get<int64_t>()}};
}

Json timeOrNullOf(const Json& object, const char* member) {
    const Json& time = object.at(member);
    return time.is_null() ? time : Json(time.get<int64_t>());
}

Json meetingJson(const Json& meeting) {
    Json participants = Json::array();
    for (const Json& one : meeting.at("participants")) {
        Json participant = presentJson(one);
        participant["left_at"] = timeOrNullOf(one, "left_at");
        participants.push_back(std::move(participant));
    }
    return {{"id", meeting.at("id").get<std::string>()},
            {"started_at", meeting.at("started_at").get<int64_t>()},
            {"ended_at", timeOrNullOf(meeting, "ended_at")},
            {"participants", std::move(participants)}};
}

// The list of that name in what the provider answered.
template <class Describe>
Json listFrom(App& app, const std::string& answer, const char* name, Describe describe) {
    Json list = Json::array();
    try {
        const Json document = Json::parse(answer);
        for (const Json& one : document.at(name)) list.push_back(describe(one));
    } catch (const Json::exception& error) {
        throw plugins::PluginError(app.video.plugin().manifest(), VUEDEO_E_INTERNAL,
                                   std::string(name) + ": " + error.what());
    }
    return list;
}

Json mosJson(const config::EModel& model) {
    return {{"base_r", model.baseR}, {"ie", model.ie}, {"bpl", model.bpl}};
}

}  // namespace

Response joinRoom(App& app, const Request& request, const CallScope& scope) {
    constexpr std::size_t kMaxTokenBytes = 4096;
    const std::string room = roomParameter(request);
    RoomService::Newcomer newcomer;
    if (const auto token = bearerToken(request))
        newcomer.earlier = participantOf(app.tokens, token, room, nowMs());

    const Json body = http::parseJsonBody(request);
    requireMembers(body, {"name", "owner_token"});
    newcomer.displayName = optionalText(body, "name", 4 * 64).value_or("");
    if (!rooms::isDisplayName(newcomer.displayName)) {
        throw http::Problem(400, "name-invalid",
                            "name must have 1 to 64 characters, none of them a control character.",
                            "name");
    }
    newcomer.ownerToken = optionalText(body, "owner_token", kMaxTokenBytes).value_or("");

    const RoomService::Joined joined = app.rooms.join(room, newcomer, scope);
    const plugins::Manifest& provider = app.video.plugin().manifest();
    Json signalUrl = nullptr;
    if (app.video.realtimeListener() != nullptr) signalUrl = "/api/v1/rooms/" + room + "/signal";
    Json document = {{"participant",
                      {{"id", joined.claims.participantId},
                       {"name", joined.claims.displayName},
                       {"owner", joined.isOwner}}},
                     {"token", joined.token},
                     {"token_expires_at", joined.claims.expiresAtMs},
                     {"interval_s", app.config.quality.interval.count()},
                     {"mos", mosJson(app.config.quality.mos)},
                     {"room", roomJson(app, request, joined.room)},
                     {"video",
                      {{"plugin", provider.id},
                       {"module", moduleUrl(provider)},
                       {"session", Json::parse(joined.sessionJson)}}},
                     {"signal_url", signalUrl}};
    return json(201, document);
}

Response showPresence(App& app, const Request& request, const CallScope& scope) {
    const std::string answer = app.rooms.presence(roomParameter(request), scope);
    return json(200, {{"participants", listFrom(app, answer, "participants", presentJson)}});
}

Response showMeetings(App& app, const Request& request, const CallScope& scope) {
    const auto answer = app.rooms.meetings(roomParameter(request), scope);
    Json meetings = nullptr;
    if (answer) meetings = listFrom(app, *answer, "meetings", meetingJson);
    return json(200, {{"meetings", meetings}});
}

}  // namespace vuedeo::api
