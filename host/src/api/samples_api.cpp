// POST /api/v1/rooms/{room}/samples: answered when the samples are durable, and not before.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "api/auth.hpp"
#include "api/fields.hpp"
#include "api/handlers.hpp"
#include "api/plugin_call.hpp"
#include "api/responses.hpp"
#include "http/problem.hpp"
#include "quality/sample_json.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::api {
namespace {

using Json = nlohmann::json;
using http::Problem;

Response stored(const uint8_t* codes, std::size_t count) {
    Json rejected = Json::array();
    for (std::size_t i = 0; i < count; ++i) {
        if (codes[i] != VUEDEO_SAMPLE_REJECTED) continue;
        rejected.push_back({{"index", i}, {"detail", "The store cannot hold this sample."}});
    }
    if (rejected.size() == count) {
        throw Problem(422, "samples-rejected", "The store cannot hold these samples.", "samples");
    }
    const auto number = [codes, count](uint8_t code) {
        return std::to_string(std::count(codes, codes + count, code));
    };
    // Written by hand: every sample of every participant is answered with this.
    std::string document = R"({"stored":)" + number(VUEDEO_SAMPLE_STORED) + R"(,"duplicates":)" +
                           number(VUEDEO_SAMPLE_DUPLICATE);
    if (!rejected.empty()) document += R"(,"rejected":)" + rejected.dump();
    return jsonText(201, document + "}");
}

Problem storeUnavailable(std::exception_ptr failure, const std::string& requestId) {
    int retryAfter = 5;
    try {
        std::rethrow_exception(std::move(failure));
    } catch (const plugins::PluginError& error) {
        log::error("samples could not be stored",
                   {{"plugin", error.pluginId()}, {"error", error.what()}, {"request", requestId}});
        retryAfter = std::max(retryAfter, toProblem(error).retryAfterSeconds());
    }
    return Problem(503, "store-unavailable",
                   "The samples could not be stored now. Keep them and send them again.")
        .retryAfter(retryAfter);
}

}  // namespace

void storeAndAnswer(App& app, const http::RequestPtr& request, const Responder& responder,
                    ingest::Submission submission) {
    const std::size_t count = submission.samples.size();
    submission.done = [request, responder, count](const ingest::Outcome& outcome) {
        http::answerErrors(request, responder, [&] {
            if (outcome.failure) throw storeUnavailable(outcome.failure, request->id);
            responder.send(stored(outcome.codes, count));
        });
    };
    responder.expireAfter(app.store.plugin().deadline() * 3, [request] {
        return http::toResponse(
            Problem(504, "store-timeout",
                    "The samples were not stored in time. Send them again: none "
                    "is stored twice."),
            request->id);
    });
    if (!app.batcher.submit(std::move(submission))) {
        throw Problem(503, "store-busy",
                      "Too many samples are waiting to be stored. Keep them and send them again.")
            .retryAfter(2);
    }
}

void storeSamples(App& app, const http::RequestPtr& request, const Responder& responder) {
    const std::string room = roomParameter(*request);
    // A token says who measured. What a browser kept while it was offline comes long after the
    // call, so it is good for samples as long as they themselves are.
    const int64_t now = nowMs();
    rooms::Claims claims =
        participantOf(app.tokens, bearerToken(*request), room, now - quality::kMaxSampleAgeMs);

    ingest::Submission submission;
    submission.samples = quality::samplesFromBody(*request, now);
    submission.room = std::move(claims.room);
    submission.participantId = std::move(claims.participantId);
    storeAndAnswer(app, request, responder, std::move(submission));
}

}  // namespace vuedeo::api
