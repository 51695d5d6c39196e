#include "daily_video.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "daily_json.hpp"
#include "room_properties.hpp"

namespace vuedeo::daily {
namespace {

using nlohmann::json;

std::string dump(const json& document) {
    return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

json orNull(int64_t timeMs) {
    return timeMs == 0 ? json() : json(timeMs);
}

// What everybody may know of a room: its properties may hold an administrator's secrets.
json describe(const DailyRoom& room) {
    return {{"name", room.name},
            {"url", room.url},
            {"privacy", room.privacy},
            {"created_at", orNull(readTime(room.createdAt))},
            {"expires_at", orNull(room.expiresAtS * 1000)},
            {"max_participants", room.maxParticipants == 0 ? json() : json(room.maxParticipants)}};
}

// Whether a room is what we asked for since then, though Daily's answer was lost.
bool isMadeFor(const DailyRoom& room, const RoomWish& wish, int64_t sinceMs) {
    constexpr int64_t kClocksDifferMs = 60'000;
    return readTime(room.createdAt) > sinceMs - kClocksDifferMs && room.privacy == wish.privacy &&
           room.expiresAtS == wish.properties.at("exp").get<int64_t>();
}

}  // namespace

DailyVideo::DailyVideo(Host host, std::string_view configJson)
    : VideoProvider(host), config_(parseConfig(configJson)), clock_(host) {}

// A refused key ends the start: nothing would ever work. While Daily is away, all else may go on.
void DailyVideo::start(const Call& call) {
    remote_ = std::make_unique<Remote>(config_, host());
    try {
        host().info("the domain is " + domain(call).name);
    } catch (const Error& error) {
        if (remote_->client.keyRefused()) throw;
        host().warning(std::string("Daily is not there yet: ") + error.what());
    }
}

RoomWish DailyVideo::wishFor(const RoomRequest& request) const {
    RoomWish wish{std::string(request.name), config_.privacy, config_.roomProperties};
    // Whoever comes through Vuedeo has seen a lobby already: Prebuilt's own would be the second.
    if (config_.ui == "prebuilt") wish.properties.emplace("enable_prejoin_ui", false);
    if (!request.optionsJson.empty()) {
        json options = json::parse(request.optionsJson, nullptr, false);
        if (options.is_object() && options.contains("privacy")) {
            checkPrivacy(options["privacy"], "options.privacy");
            wish.privacy = options["privacy"].get<std::string>();
            options.erase("privacy");
        }
        checkRoomProperties(options, SetBy::kCaller, "options");
        wish.properties.update(options);
    }
    if (request.maxParticipants != 0) wish.properties["max_participants"] = request.maxParticipants;
    wish.properties["exp"] = request.expiresAtMs != 0
                                 ? (request.expiresAtMs + 999) / 1000
                                 : clock_.nowMs() / 1000 + config_.roomLife.count();
    return wish;
}

std::string DailyVideo::createRoom(const RoomRequest& request, const Call& call) {
    const DailyRoom room = createOnce(wishFor(request), call);
    rooms_.keep(room, clock_.monotonicMs());
    return dump(describe(room));
}

// Daily has no idempotency key: after a lost answer the room is looked for before it is asked for
// again.
DailyRoom DailyVideo::createOnce(const RoomWish& wish, const Call& call) {
    DailyApi& api = remote_->api;
    const int64_t sinceMs = clock_.nowMs();
    for (uint32_t made = 1;; ++made) {
        try {
            return api.createRoom(wish, call);
        } catch (const OutcomeUnknown& error) {
            remote_->client.waitToRetry(made, error, call);
        } catch (const Error& error) {
            if (error.status() != VUEDEO_E_CONFLICT || made == 1) throw;
        }
        try {
            DailyRoom room = api.findRoom(wish.name, call);
            if (isMadeFor(room, wish, sinceMs)) return room;
            throw Error(VUEDEO_E_CONFLICT, "a room of this name was made by somebody else");
        } catch (const Error& error) {
            if (error.status() != VUEDEO_E_NOT_FOUND) throw;
        }
    }
}

std::string DailyVideo::findRoom(std::string_view name, const Call& call) {
    return dump(describe(remote_->api.findRoom(name, call)));
}

// Deleting a room leaves those inside alone, so they are sent out first. Presence lags behind; the
// meetings are exact, if with people who have left already.
void DailyVideo::endRoom(std::string_view name, const Call& call) {
    constexpr uint32_t kMeetings = 10;
    rooms_.forget(name);
    std::vector<std::string> sessions;
    for (const Meeting& meeting : remote_->api.meetings(name, true, kMeetings, call)) {
        for (const PresentPerson& person : meeting.people) sessions.push_back(person.sessionId);
    }
    remote_->api.eject(name, sessions, call);
    remote_->api.deleteRoom(name, call);
}

std::string DailyVideo::admit(const Admission& admission, const Call& call) {
    const DailyRoom room = roomToEnter(admission, call);
    json session = {{"url", room.url},
                    {"token", tokenFor(admission, call)},
                    {"ui", config_.ui},
                    {"participant_id", admission.participantId},
                    {"display_name", admission.displayName}};
    if (!room.lang.empty()) session["lang"] = room.lang;
    return dump(session);
}

// The room must last as long as the admission: one without an expiry of the host's lives on at
// Daily as long as people come.
DailyRoom DailyVideo::roomToEnter(const Admission& admission, const Call& call) {
    if (auto known = rooms_.find(admission.room, clock_.monotonicMs())) return *known;
    DailyRoom room = remote_->api.findRoom(admission.room, call);
    const int64_t untilS = admission.expiresAtMs / 1000;
    if (room.expiresAtS != 0 && room.expiresAtS < untilS) {
        const int64_t longerS = clock_.nowMs() / 1000 + config_.roomLife.count();
        room = remote_->api.setExpiry(room.name, std::max(untilS, longerS), call);
    }
    rooms_.keep(room, clock_.monotonicMs());
    return room;
}

std::string DailyVideo::tokenFor(const Admission& admission, const Call& call) {
    TokenClaims claims;
    claims.room = admission.room;
    claims.userId = admission.participantId;
    claims.userName = admission.displayName;
    claims.owner = admission.owner || config_.everyoneIsOwner;
    claims.expiresAtS = admission.expiresAtMs / 1000;
    if (!config_.selfSigned) return remote_->api.meetingToken(claims, call);
    return signMeetingToken(config_.apiKey, domain(call).id, claims, clock_.nowMs() / 1000);
}

DailyDomain DailyVideo::domain(const Call& call) {
    {
        const std::lock_guard lock(mutex_);
        if (!domain_.id.empty()) return domain_;
    }
    DailyDomain told = remote_->api.domain(call);
    const std::lock_guard lock(mutex_);
    domain_ = told;
    return told;
}

std::string DailyVideo::listRooms(std::string_view cursor, uint32_t limit, const Call& call) {
    const DailyApi::RoomPage page = remote_->api.listRooms(cursor, limit, call);
    json rooms = json::array();
    for (const DailyRoom& room : page.rooms) rooms.push_back(describe(room));
    return dump({{"rooms", rooms}, {"next", page.next.empty() ? json() : json(page.next)}});
}

// Somebody who came back may be listed twice for a while: the latest visit counts.
std::string DailyVideo::presence(std::string_view name, const Call& call) {
    std::map<std::string, json> people;
    for (const PresentPerson& person :
         remote_->visits.correct(name, remote_->api.presence(name, call), clock_.monotonicMs())) {
        const std::string& id = person.userId.empty() ? person.sessionId : person.userId;
        json& known = people[id];
        if (known.is_object() && known["joined_at"].get<int64_t>() > person.joinedAtMs) continue;
        known = {{"id", id}, {"name", person.userName}, {"joined_at", person.joinedAtMs}};
    }
    json list = json::array();
    for (const auto& [id, person] : people) list.push_back(person);
    return dump({{"participants", list}});
}

std::string DailyVideo::meetings(std::string_view name, uint32_t limit, const Call& call) {
    json list = json::array();
    for (const Meeting& meeting : remote_->api.meetings(name, false, limit, call)) {
        json people = json::array();
        for (const PresentPerson& person : meeting.people) {
            people.push_back({{"id", person.userId.empty() ? person.sessionId : person.userId},
                              {"name", person.userName},
                              {"joined_at", person.joinedAtMs},
                              {"left_at", orNull(person.leftAtMs)}});
        }
        const int64_t endedAtMs = meeting.startedAtMs + meeting.durationS * 1000;
        list.push_back({{"id", meeting.id},
                        {"started_at", meeting.startedAtMs},
                        {"ended_at", meeting.ongoing ? json() : json(endedAtMs)},
                        {"participants", people}});
    }
    return dump({{"meetings", list}});
}

RouteResponse DailyVideo::handle(const RouteRequest& request, const Call& call) {
    if (request.path() != "webhook" || request.method() != "POST") {
        throw Error(VUEDEO_E_NOT_FOUND, "no such route");
    }
    return remote_->webhooks.receive(request, call);
}

// Daily is asked only when nothing has been heard of it for a while.
std::string DailyVideo::check(const Call& call) {
    constexpr int64_t kRecentMs = 30'000;
    RestClient& client = remote_->client;
    const bool heard = clock_.nowMs() - client.lastSuccessAtMs() < kRecentMs;
    if (!heard || client.keyRefused() || client.breaker() != CircuitBreaker::State::kClosed) {
        const DailyDomain told = remote_->api.domain(call);
        const std::lock_guard lock(mutex_);
        domain_ = told;
    }
    const RestCounters counters = client.counters();
    const WebhookCounters webhooks = remote_->webhooks.counters();
    return dump(
        {{"domain", domain(call).name},
         {"circuit_breaker", toString(client.breaker())},
         {"requests", counters.requests},
         {"retries", counters.retries},
         {"rate_limited", counters.limited},
         {"failures", counters.failures},
         {"webhooks",
          {{"accepted", webhooks.accepted},
           {"repeated", webhooks.repeated},
           {"refused", webhooks.refused}}},
         {"last_failure", client.lastFailure().empty() ? json() : json(client.lastFailure())}});
}

}  // namespace vuedeo::daily
