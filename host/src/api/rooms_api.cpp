// /api/v1/rooms: rooms are created, listed, shown and ended.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "api/auth.hpp"
#include "api/fields.hpp"
#include "api/handlers.hpp"
#include "api/responses.hpp"
#include "http/json_body.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"
#include "plugins/plugin_error.hpp"
#include "rooms/identifiers.hpp"

namespace vuedeo::api {
namespace {

using Json = nlohmann::json;

constexpr int64_t kMaxLifeS = 366LL * 24 * 3600;
constexpr std::size_t kMaxOptionsBytes = 16 * 1024;

RoomService::Wish wishFrom(const Request& request) {
    RoomService::Wish wish;
    if (request.body.empty()) return wish;

    const Json body = http::parseJsonBody(request);
    requireMembers(body, {"name", "max_participants", "expires_in_s", "options"});
    if (const auto name = optionalText(body, "name", 128)) {
        if (!rooms::isRoomName(*name)) {
            throw http::Problem(400, "room-name-invalid",
                                "A room's name has 1 to 128 of the characters A-Z a-z 0-9 - _.",
                                "name");
        }
        wish.name = *name;
    }
    if (const auto most = optionalInteger(body, "max_participants", 1, 10'000)) {
        wish.maxParticipants = static_cast<uint32_t>(*most);
    }
    if (const auto seconds = optionalInteger(body, "expires_in_s", 1, kMaxLifeS)) {
        wish.expiresAtMs = nowMs() + *seconds * 1000;
    }
    if (body.contains("options")) {
        if (!body["options"].is_object()) {
            throw http::Problem(400, "body-invalid", "options must be an object.", "options");
        }
        wish.optionsJson = body["options"].dump();
        if (wish.optionsJson.size() > kMaxOptionsBytes) {
            throw http::Problem(413, "options-too-large", "options may have 16 KiB.", "options");
        }
    }
    return wish;
}

Json participantJson(const plugins::ParticipantRecord& participant) {
    return {{"id", participant.id},
            {"name", participant.displayName.empty() ? participant.id : participant.displayName},
            {"joined_at", timeOrNull(participant.joinedAtMs)},
            {"left_at", timeOrNull(participant.leftAtMs)},
            {"first_sample_at", timeOrNull(participant.firstSampleAtMs)},
            {"last_sample_at", timeOrNull(participant.lastSampleAtMs)},
            {"sample_count", participant.sampleCount}};
}

}  // namespace

std::string roomUrl(const App& app, const Request& request, const std::string& name) {
    return baseUrl(app.config.server, request) + "/room/" + name;
}

plugins::RoomRecord knownRoom(App& app, const std::string& name, const CallScope& scope) {
    try {
        return app.store.findRoom(name, scope);
    } catch (const plugins::PluginError& error) {
        if (error.status() != VUEDEO_E_NOT_FOUND) throw;
        throw http::Problem(404, "room-not-found", "There is no room of this name.");
    }
}

Json roomJson(App& app, const Request& request, const plugins::RoomRecord& room) {
    Json provider = nullptr;
    if (!room.provider.empty()) {
        provider = Json::parse(room.providerJson, nullptr, false);
        if (!provider.is_object()) provider = Json::object();
        provider["id"] = room.provider;
    }
    Json maxParticipants = nullptr;
    if (room.maxParticipants != 0) maxParticipants = room.maxParticipants;
    const bool ownRoom = !room.provider.empty();
    return {{"name", room.name},
            {"url", roomUrl(app, request, room.name)},
            {"created_at", timeOrNull(room.createdAtMs)},
            {"expires_at", timeOrNull(ownRoom ? app.rooms.expiresAtMs(room) : 0)},
            {"ended_at", timeOrNull(room.endedAtMs)},
            {"open", app.rooms.isOpen(room, nowMs())},
            {"max_participants", maxParticipants},
            {"participant_count", room.participantCount},
            {"last_sample_at", timeOrNull(room.lastSampleAtMs)},
            {"active_at", std::max({room.createdAtMs, room.lastSampleAtMs, room.activeAtMs})},
            {"provider", provider}};
}

Response createRoom(App& app, const Request& request, const CallScope& scope) {
    requireAdministrator(app.config.server, request);
    const plugins::RoomRecord room = app.rooms.create(wishFrom(request), scope);
    Json document = roomJson(app, request, room);
    document["owner_token"] = app.rooms.ownerToken(room);
    Response response = json(201, document);
    response.headers.set("Location", "/api/v1/rooms/" + room.name);
    return response;
}

Response listRooms(App& app, const Request& request, const CallScope& scope) {
    requireAdministrator(app.config.server, request);
    const http::Query parameters(request);
    plugins::StoreClient::RoomQuery query;
    query.text = parameters.text("query", 200).value_or("");
    query.fromMs = timeParameter(parameters, "from").value_or(0);
    query.toMs = timeParameter(parameters, "to").value_or(0);
    query.cursor = parameters.text("cursor", 512).value_or("");
    query.limit = static_cast<uint32_t>(parameters.integer("limit", 1, 100).value_or(50));
    parameters.rejectUnknown();
    if (query.fromMs != 0 && query.toMs == 0) query.toMs = kEndOfTimeMs;
    if (query.toMs != 0 && query.fromMs >= query.toMs) {
        throw http::Problem(400, "query-invalid", "from must be before to.", "from");
    }

    const auto page = app.store.listRooms(query, scope);
    Json rooms = Json::array();
    for (const auto& room : page.rooms) rooms.push_back(roomJson(app, request, room));
    const Json next = page.nextCursor.empty() ? Json(nullptr) : Json(page.nextCursor);
    return json(200, {{"rooms", rooms}, {"next_cursor", next}});
}

Response showRoom(App& app, const Request& request, const CallScope& scope) {
    const std::string name = roomParameter(request);
    Json document = roomJson(app, request, knownRoom(app, name, scope));
    document["participants"] = Json::array();
    for (const auto& participant : app.store.listParticipants(name, scope)) {
        document["participants"].push_back(participantJson(participant));
    }
    return json(200, document);
}

Response endRoom(App& app, const Request& request, const CallScope& scope) {
    requireAdministrator(app.config.server, request);
    app.rooms.end(roomParameter(request), scope);
    Response response;
    response.status = 204;
    return response;
}

}  // namespace vuedeo::api
