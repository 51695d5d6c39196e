// GET /api/v1/rooms/{room}/signal: the WebSocket between a participant and the video provider.
//
// A browser cannot set headers on a WebSocket, so the token comes as a subprotocol beside the one
// that is spoken: Sec-WebSocket-Protocol: vuedeo.signal.v1, token.<participant token>
#include <Poco/String.h>
#include <Poco/StringTokenizer.h>

#include <optional>
#include <string_view>

#include "api/auth.hpp"
#include "api/fields.hpp"
#include "api/handlers.hpp"
#include "api/responses.hpp"
#include "api/websocket_request.hpp"
#include "http/problem.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::api {
namespace {

using http::Problem;

constexpr const char* kProtocol = "vuedeo.signal.v1";
constexpr const char* kProtocolHeader = "Sec-WebSocket-Protocol";

std::optional<std::string> tokenOf(const Request& request) {
    constexpr std::string_view kPrefix = "token.";
    bool spoken = false;
    std::optional<std::string> token;
    const Poco::StringTokenizer protocols(
        request.header(kProtocolHeader), ",",
        Poco::StringTokenizer::TOK_TRIM | Poco::StringTokenizer::TOK_IGNORE_EMPTY);
    for (const std::string& protocol : protocols) {
        if (protocol == kProtocol) spoken = true;
        if (protocol.compare(0, kPrefix.size(), kPrefix) == 0) {
            token = protocol.substr(kPrefix.size());
        }
    }
    if (!spoken) {
        throw Problem(400, "protocol-unknown",
                      std::string("This channel speaks the subprotocol ") + kProtocol + ".",
                      kProtocolHeader);
    }
    return token;
}

// An ended room stays ended, though its tokens are good for a while and the provider may have
// forgotten it. While the store is away there is nobody to ask, and people go on talking.
void requireOpen(App& app, const std::string& room, const std::string& requestId) {
    CallScope scope;
    scope.requestId = requestId;
    try {
        if (app.rooms.isOpen(app.store.findRoom(room, scope), nowMs())) return;
    } catch (const plugins::PluginError& error) {
        log::debug("a room could not be looked up", {{"room", room}, {"error", error.what()}});
        return;
    }
    throw Problem(410, "room-ended", "This call has ended. Create a new room to meet again.");
}

}  // namespace

void openSignal(App& app, const http::RequestPtr& request, const Responder& responder) {
    const std::string room = roomParameter(*request);
    requireWebSocket(app.config.server, *request);
    const rooms::Claims claims = participantOf(app.tokens, tokenOf(*request), room, nowMs());
    if (app.video.plugin().state() != plugins::State::kReady) {
        throw Problem(503, "plugin-unavailable", "The video provider is not available.")
            .retryAfter(5);
    }
    if (app.video.realtimeListener() == nullptr) {
        throw Problem(404, "no-signal", "The video provider does not use this channel.");
    }
    responder.expireAfter(app.store.plugin().deadline() * 3, [request] {
        return http::toResponse(
            Problem(504, "plugin-timeout", "The metrics store did not answer in time."),
            request->id);
    });
    const bool taken = app.store.plugin().lane().submit([&app, request, responder, claims] {
        http::answerErrors(request, responder, [&] {
            requireOpen(app, claims.room, request->id);
            responder.upgrade(app.realtime.listenerFor(app.video.plugin(), claims), kProtocol);
        });
    });
    if (!taken) throw Problem(503, "plugin-busy", "The metrics store is busy.").retryAfter(1);
}

}  // namespace vuedeo::api
