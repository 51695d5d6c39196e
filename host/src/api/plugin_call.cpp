#include "api/plugin_call.hpp"

#include <algorithm>

#include "telemetry/log.hpp"

namespace vuedeo::api {
namespace {

struct Answer {
    int status;
    const char* type;
    const char* detail;
};

Answer answerFor(vuedeo_status status) {
    switch (status) {
        case VUEDEO_E_INVALID:
            return {400, "invalid-request", "It was refused as invalid."};
        case VUEDEO_E_NOT_FOUND:
            return {404, "not-found", "There is no such thing."};
        case VUEDEO_E_DENIED:
            return {403, "denied", "This is not allowed."};
        case VUEDEO_E_UNAVAILABLE:
            return {503, "plugin-unavailable", "It is not available at the moment."};
        case VUEDEO_E_UNSUPPORTED:
            return {501, "unsupported", "It does not do that."};
        case VUEDEO_E_LIMITED:
            return {503, "plugin-busy", "It is busy at the moment."};
        case VUEDEO_E_CONFLICT:
            return {409, "conflict", "The present state does not allow it."};
        default:
            return {502, "plugin-failed", "It failed; the server's log says why."};
    }
}

}  // namespace

http::Problem toProblem(const plugins::PluginError& error) {
    const Answer answer = answerFor(error.status());
    http::Problem problem(answer.status, answer.type, error.pluginName() + ": " + answer.detail,
                          error.field());
    if (answer.status == 503) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(error.retryAfter()).count();
        problem.retryAfter(static_cast<int>(std::clamp<int64_t>(seconds, 1, 3600)));
    }
    return problem;
}

http::Problem laneIsFull(const plugins::Plugin& plugin) {
    http::Problem problem(503, "plugin-busy",
                          plugin.manifest().name + ": too many requests are waiting for it.");
    problem.retryAfter(1);
    return problem;
}

void expireOnLane(plugins::Plugin& plugin, const http::RequestPtr& request,
                  const net::Responder& responder) {
    // A handler may make a few calls in a row, each with the plugin's own deadline.
    responder.expireAfter(plugin.deadline() * 3, [&plugin, request] {
        return http::toResponse(http::Problem(504, "plugin-timeout",
                                              plugin.manifest().name + " did not answer in time."),
                                request->id);
    });
}

net::Response callOnLane(const LaneHandler& handler, const net::Request& request,
                         const plugins::CallScope& scope) {
    if (scope.cancelled()) {
        throw http::Problem(503, "client-gone", "The client closed the connection.");
    }
    try {
        return handler(request, scope);
    } catch (const plugins::PluginError& error) {
        log::warning("a plugin's call failed", {{"plugin", error.pluginId()},
                                                {"status", int64_t{error.status()}},
                                                {"error", error.what()},
                                                {"request", request.id}});
        throw toProblem(error);
    }
}

http::AsyncHandler onLane(plugins::Plugin& plugin, LaneHandler handler) {
    return [&plugin, handler = std::move(handler)](const http::RequestPtr& request,
                                                   const net::Responder& responder) {
        expireOnLane(plugin, request, responder);
        const bool taken = plugin.lane().submit([handler, request, responder] {
            http::answerErrors(request, responder, [&] {
                plugins::CallScope scope;
                scope.cancelled = [responder] { return responder.clientGone(); };
                scope.requestId = request->id;
                responder.send(callOnLane(handler, *request, scope));
            });
        });
        if (!taken) throw laneIsFull(plugin);
    };
}

}  // namespace vuedeo::api
