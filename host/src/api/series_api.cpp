// /api/v1/rooms/{room}/series and /chart: what the samples of a room add up to, in numbers or
// drawn.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "api/fields.hpp"
#include "api/handlers.hpp"
#include "api/plugin_call.hpp"
#include "api/responses.hpp"
#include "http/accept.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"
#include "quality/dictionary.hpp"
#include "quality/series_json.hpp"
#include "quality/series_plan.hpp"

namespace vuedeo::api {
namespace {

using Json = nlohmann::json;
using http::Problem;
using plugins::ParticipantRecord;

struct SeriesRequest {
    std::string room;
    std::string participantId;  // empty: all
    std::optional<int64_t> fromMs;
    std::optional<int64_t> toMs;
    std::optional<int64_t> intervalS;
    std::vector<uint32_t> fields;
};

std::vector<uint32_t> fieldsParameter(const http::Query& query) {
    std::vector<uint32_t> indices;
    const auto text = query.text("fields", 2000);
    if (!text) {
        for (uint32_t i = 0; i < quality::fields().size(); ++i) indices.push_back(i);
        return indices;
    }
    for (std::size_t begin = 0; begin <= text->size();) {
        const std::size_t end = std::min(text->find(',', begin), text->size());
        const std::string name = text->substr(begin, end - begin);
        const auto index = quality::fieldIndex(name);
        if (!index) {
            throw Problem(400, "query-invalid",
                          "\"" + name + "\" is no quality field; GET /api/v1/fields lists them.",
                          "fields");
        }
        if (std::find(indices.begin(), indices.end(), *index) == indices.end()) {
            indices.push_back(*index);
        }
        begin = end + 1;
    }
    return indices;
}

SeriesRequest seriesRequest(const Request& request, const http::Query& query) {
    SeriesRequest wanted;
    wanted.room = roomParameter(request);
    wanted.participantId = query.text("participant", 128).value_or("");
    wanted.fromMs = timeParameter(query, "from");
    wanted.toMs = timeParameter(query, "to");
    wanted.intervalS = quality::parseInterval(query.text("interval", 20).value_or("auto"));
    wanted.fields = fieldsParameter(query);
    return wanted;
}

// The whole span of the samples unless the request says otherwise.
quality::SeriesPlan plan(const SeriesRequest& wanted,
                         const std::vector<ParticipantRecord>& participants,
                         std::chrono::seconds sampleInterval) {
    int64_t first = kEndOfTimeMs;
    int64_t last = 0;
    for (const ParticipantRecord& participant : participants) {
        if (participant.firstSampleAtMs == 0) continue;
        first = std::min(first, participant.firstSampleAtMs);
        last = std::max(last, participant.lastSampleAtMs);
    }
    if (last == 0) {
        last = nowMs();
        first = last - 1;
    }
    const int64_t to = wanted.toMs.value_or(std::max(last, wanted.fromMs.value_or(0)) + 1);
    const int64_t from = wanted.fromMs.value_or(std::min(first, std::max<int64_t>(to - 1, 0)));
    return quality::planSeries(from, to, wanted.intervalS, sampleInterval.count());
}

std::string seriesText(App& app, const SeriesRequest& wanted, const CallScope& scope) {
    knownRoom(app, wanted.room, scope);
    auto participants = app.store.listParticipants(wanted.room, scope);
    if (!wanted.participantId.empty()) {
        participants.erase(std::remove_if(participants.begin(), participants.end(),
                                          [&](const ParticipantRecord& participant) {
                                              return participant.id != wanted.participantId;
                                          }),
                           participants.end());
        if (participants.empty()) {
            throw Problem(404, "participant-not-found", "Nobody of this id has been in the room.",
                          "participant");
        }
    }

    const quality::SeriesPlan range = plan(wanted, participants, app.config.quality.interval);
    plugins::StoreClient::SeriesQuery query;
    query.room = wanted.room;
    query.participantId = wanted.participantId;
    query.fromMs = range.fromMs;
    query.toMs = range.toMs;
    query.intervalMs = range.intervalMs;
    query.fields = wanted.fields;
    quality::SeriesJson series(wanted.room, range, wanted.fields);
    app.store.series(
        query,
        [&](const vuedeo_bucket& bucket) {
            series.add(bucket);
            return true;
        },
        scope);

    std::vector<std::pair<std::string, std::string>> names;
    names.reserve(participants.size());
    for (const ParticipantRecord& participant : participants) {
        names.emplace_back(participant.id, participant.displayName.empty()
                                               ? participant.id
                                               : participant.displayName);
    }
    return series.text(names);
}

Response text(const std::string& mediaType, std::string body) {
    Response response;
    response.headers.set("Content-Type", mediaType);
    response.headers.set("Cache-Control", "no-store");
    response.body = std::move(body);
    return response;
}

struct AcceptedChart {
    plugins::Plugin* plugin;
    std::string mediaType;
};

// Of the charts that are there, the one that the client likes best; of equals the configuration's
// first.
AcceptedChart chooseChart(plugins::Registry& registry, const std::string& accept) {
    std::vector<plugins::Plugin*> ready;
    std::vector<std::string> mediaTypes;
    plugins::Plugin* missing = nullptr;
    for (plugins::Plugin* plugin : registry.charts()) {
        std::string mediaType = plugins::ChartClient(*plugin).mediaType();
        if (mediaType.empty()) {
            if (missing == nullptr) missing = plugin;
            continue;
        }
        ready.push_back(plugin);
        mediaTypes.push_back(std::move(mediaType));
    }
    const auto at = http::preferred(accept, mediaTypes);
    if (at) return {ready[*at], mediaTypes[*at]};
    if (missing != nullptr) {  // it might be the one that is asked for
        throw plugins::PluginError(missing->manifest(), VUEDEO_E_UNAVAILABLE, missing->reason());
    }
    std::string list;
    for (const std::string& type : mediaTypes) list += (list.empty() ? "" : ", ") + type;
    throw Problem(406, "not-acceptable", "Charts come as " + list + ".", "Accept");
}

}  // namespace

Response showSeries(App& app, const Request& request, const CallScope& scope) {
    const http::Query query(request);
    const SeriesRequest wanted = seriesRequest(request, query);
    query.rejectUnknown();
    return text("application/json", seriesText(app, wanted, scope));
}

Response showChart(App& app, const Request& request, const CallScope& scope) {
    const http::Query query(request);
    const SeriesRequest wanted = seriesRequest(request, query);
    Json options = Json::object();
    for (const char* name : {"theme", "locale", "time_zone"}) {
        if (const auto value = query.text(name, 64)) options[name] = *value;
    }
    query.rejectUnknown();
    const AcceptedChart chosen = chooseChart(app.registry, request.header("Accept"));

    std::string series = seriesText(app, wanted, scope);
    std::string document = waitOnLane(
        *chosen.plugin, [chart = plugins::ChartClient(*chosen.plugin), series = std::move(series),
                         options = options.dump(),
                         scope]() mutable { return chart.render(series, options, scope); });
    Response response = text(chosen.mediaType, std::move(document));
    response.headers.set("Vary", "Accept");
    return response;
}

}  // namespace vuedeo::api
