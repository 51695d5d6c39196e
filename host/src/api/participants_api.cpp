// /api/v1/rooms/{room}/participants and /presence: somebody joins; who is in the room now.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
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

}  // namespace

Response joinRoom(App& app, const Request& request, const CallScope& scope) {
    const std::string room = roomParameter(request);
    std::optional<rooms::Claims> earlier;
    if (const auto token = bearerToken(request))
        earlier = participantOf(app.tokens, token, room, nowMs());

    const Json body = http::parseJsonBody(request);
    requireMembers(body, {"name"});
    const auto name = optionalText(body, "name", 4 * 64);
    if (!name || !rooms::isDisplayName(*name)) {
        throw http::Problem(400, "name-invalid",
                            "name must have 1 to 64 characters, none of them a control character.",
                            "name");
    }

    const RoomService::Joined joined = app.rooms.join(room, *name, earlier, scope);
    const plugins::Manifest& provider = app.video.plugin().manifest();
    Json signalUrl = nullptr;
    if (app.video.realtimeListener() != nullptr) signalUrl = "/api/v1/rooms/" + room + "/signal";
    Json document = {
        {"participant", {{"id", joined.claims.participantId}, {"name", joined.claims.displayName}}},
        {"token", joined.token},
        {"token_expires_at", joined.claims.expiresAtMs},
        {"interval_s", app.config.quality.interval.count()},
        {"room", roomJson(app, request, joined.room)},
        {"video",
         {{"plugin", provider.id},
          {"module", moduleUrl(provider)},
          {"session", Json::parse(joined.sessionJson)}}},
        {"signal_url", signalUrl}};
    return json(201, document);
}

Response showPresence(App& app, const Request& request, const CallScope& scope) {
    const Json answered = Json::parse(app.rooms.presence(roomParameter(request), scope));
    Json list = Json::array();
    try {
        for (const Json& present : answered.at("participants"))
            list.push_back(presentJson(present));
    } catch (const Json::exception& error) {
        throw plugins::PluginError(app.video.plugin().manifest().id, VUEDEO_E_INTERNAL,
                                   std::string("presence: ") + error.what());
    }
    return json(200, {{"participants", list}});
}

}  // namespace vuedeo::api
