// GET /api/v1/rooms/{room}/live: a WebSocket that tells what is stored of a room. Open to whoever
// may read its series.
#include "api/fields.hpp"
#include "api/handlers.hpp"
#include "api/shared_call.hpp"
#include "api/websocket_request.hpp"
#include "http/query.hpp"

namespace vuedeo::api {
namespace {

std::string cursorOf(const Request& request) {
    const http::Query query(request);
    std::string cursor = query.text("after", 100).value_or("");
    query.rejectUnknown();
    return cursor;
}

}  // namespace

http::AsyncHandler liveHandler(App& app) {
    // Viewers that come at once share the one question whether there is such a room.
    SharedHandler lookup;
    lookup.key = roomParameter;
    lookup.call = [&app](const Request& request, const CallScope& scope) {
        knownRoom(app, roomParameter(request), scope);
        return Response();
    };
    lookup.answer = [&app](const http::RequestPtr& request, const Responder& responder,
                           const Response& /*found*/) {
        responder.upgrade(app.live.viewerOf(roomParameter(*request), cursorOf(*request)), "");
    };
    return [&app, ask = onLaneShared(app.store.plugin(), std::move(lookup))](
               const http::RequestPtr& request, const Responder& responder) {
        const std::string room = roomParameter(*request);
        const std::string cursor = cursorOf(*request);
        requireWebSocket(app.config.server, *request);
        if (!app.live.isWatched(room)) return ask(request, responder);
        responder.upgrade(app.live.viewerOf(room, cursor), "");
    };
}

}  // namespace vuedeo::api
