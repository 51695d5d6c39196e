// /api/room and /api/metrics: the routes of the application that Vuedeo grew from, for clients that
// still speak them. They ask for no token, so they are served in mode "open" only.
#include <vuedeo/abi/metrics_store.h>

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Timestamp.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "api/fields.hpp"
#include "api/handlers.hpp"
#include "api/responses.hpp"
#include "http/json_body.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"
#include "http/text.hpp"
#include "quality/dictionary.hpp"
#include "quality/sample_json.hpp"
#include "rooms/identifiers.hpp"

namespace vuedeo::api {
namespace {

using Json = nlohmann::json;
using http::Problem;

// The answer holds every sample of every room. Beyond this many the v1 API is the way to read them.
constexpr std::size_t kMaxSamples = 20'000;

constexpr struct {
    const char* member;
    uint32_t field;
} kMembers[] = {{"videoSendBitsPerSecond", VUEDEO_FIELD_VIDEO_SEND_BPS},
                {"videoRecvBitsPerSecond", VUEDEO_FIELD_VIDEO_RECV_BPS},
                {"videoSendPacketLoss", VUEDEO_FIELD_VIDEO_SEND_LOSS},
                {"videoRecvPacketLoss", VUEDEO_FIELD_VIDEO_RECV_LOSS}};

Problem invalid(const char* member, const std::string& what) {
    return {400, "body-invalid", std::string(member) + " " + what, member};
}

float numberOrUnknown(const Json& body, const char* member, uint32_t field) {
    const auto found = body.find(member);
    if (found == body.end() || found->is_null()) return std::numeric_limits<float>::quiet_NaN();
    if (!found->is_number()) throw invalid(member, "must be a number or null.");
    const double maximum = quality::fields()[field].maximum;
    const auto value = found->get<double>();
    if (value < 0 || value > maximum) {
        throw invalid(member, "must be from 0 to " + Json(maximum).dump() + ".");
    }
    return static_cast<float>(value);
}

vuedeo_sample sampleFrom(const Json& body) {
    vuedeo_sample sample{};
    for (float& value : sample.values) value = std::numeric_limits<float>::quiet_NaN();
    for (const auto& [member, field] : kMembers) {
        sample.values[field] = numberOrUnknown(body, member, field);
    }
    const auto time = optionalInteger(body, "timestamp", 0, kEndOfTimeMs);
    if (!time) throw invalid("timestamp", "must be Unix time in milliseconds.");
    sample.sampled_at_ms = quality::checkSampledAt(*time, nowMs(), "timestamp");
    return sample;
}

std::string isoTime(int64_t timeMs) {
    return Poco::DateTimeFormatter::format(Poco::Timestamp(timeMs * 1000), "%Y-%m-%dT%H:%M:%S.%iZ");
}

Json sampleJson(const std::string& room, const std::string& participant,
                const vuedeo_sample& sample) {
    Json document = {
        {"roomName", room}, {"participant", participant}, {"time", isoTime(sample.sampled_at_ms)}};
    for (const auto& [member, field] : kMembers) {
        const float value = sample.values[field];
        document[member] = std::isnan(value) ? Json(nullptr) : Json(value);
    }
    return document;
}

// Adds {participant: [sample ...]} of one room, and returns how many samples that were: one more
// than allowed if there are more.
std::size_t addRoom(App& app, const std::string& room, std::size_t atMost, Json& document,
                    const CallScope& scope) {
    std::size_t added = 0;
    plugins::StoreClient::SampleQuery query;
    query.room = room;
    query.toMs = kEndOfTimeMs;
    app.store.samples(
        query,
        [&](const vuedeo_sample& sample) {
            const std::string participant(sample.participant_id.data,
                                          static_cast<std::size_t>(sample.participant_id.size));
            document[room][participant].push_back(sampleJson(room, participant, sample));
            return ++added <= atMost;
        },
        scope);
    return added;
}

}  // namespace

Response createRoomCompat(App& app, const Request& request, const CallScope& scope) {
    const plugins::RoomRecord room = app.rooms.create({}, scope);
    Json document = Json::parse(room.providerJson, nullptr, false);
    if (!document.is_object()) document = Json::object();
    document["name"] = room.name;
    if (!document.contains("url")) document["url"] = roomUrl(app, request, room.name);
    return json(200, document);
}

void storeSampleCompat(App& app, const http::RequestPtr& request, const Responder& responder) {
    const Json body = http::parseJsonBody(*request);
    if (!body.is_object()) throw Problem(400, "body-invalid", "The body must be a JSON object.");
    ingest::Submission submission;
    submission.room = optionalText(body, "roomName", 128).value_or("");
    if (!rooms::isRoomName(submission.room)) {
        throw invalid("roomName", "must have 1 to 128 of the characters A-Z a-z 0-9 - _.");
    }
    submission.participantId = optionalText(body, "participant", 128).value_or("");
    if (submission.participantId.empty() || http::hasControlCharacter(submission.participantId)) {
        throw invalid("participant", "must have 1 to 128 bytes, none of them a control character.");
    }
    submission.samples.push_back(sampleFrom(body));
    storeAndAnswer(app, request, responder, std::move(submission));
}

Response listSamplesCompat(App& app, const Request& request, const CallScope& scope) {
    http::Query(request).rejectUnknown();
    Json document = Json::object();
    std::size_t samples = 0;
    plugins::StoreClient::RoomQuery query;
    query.limit = 100;
    do {
        const auto page = app.store.listRooms(query, scope);
        for (const auto& room : page.rooms) {
            if (scope.cancelled && scope.cancelled()) throw Problem(503, "client-gone", "");
            samples += addRoom(app, room.name, kMaxSamples - samples, document, scope);
            if (samples > kMaxSamples) {
                throw Problem(413, "too-many-samples",
                              "There are more samples than this route answers: read them by room "
                              "through /api/v1/rooms/{room}/series.");
            }
        }
        query.cursor = page.nextCursor;
    } while (!query.cursor.empty());
    return json(200, document);
}

}  // namespace vuedeo::api
