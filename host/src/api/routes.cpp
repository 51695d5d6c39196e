#include "api/routes.hpp"

#include "api/handlers.hpp"
#include "api/pages.hpp"
#include "api/plugin_call.hpp"
#include "api/shared_call.hpp"
#include "http/compression.hpp"
#include "http/static_files.hpp"

namespace vuedeo::api {
namespace {

using LaneFunction = Response (*)(App&, const Request&, const CallScope&);
using LoopFunction = void (*)(App&, const http::RequestPtr&, const Responder&);

}  // namespace

void addRoutes(http::Router& router, App& app) {
    // Blocking work runs on the lane of the plugin that does most of it; what a loop runs never
    // blocks.
    const auto onVideoLane = [&app](LaneFunction handler) {
        return onLane(app.video.plugin(), [&app, handler](const auto& request, const auto& scope) {
            return handler(app, request, scope);
        });
    };
    // What is read there may be long, and holds no secret: compressed.
    const auto onStoreLane = [&app](LaneFunction handler) {
        return onLane(app.store.plugin(), [&app, handler](const auto& request, const auto& scope) {
            return http::compressed(request, handler(app, request, scope));
        });
    };
    // The same for what many look at: those who ask at once share a call.
    const auto onStoreLaneShared = [&app](LaneFunction handler) {
        return onLaneShared(app.store.plugin(),
                            [&app, handler](const auto& request, const auto& scope) {
                                return http::compressed(request, handler(app, request, scope));
                            });
    };
    const auto onLoop = [&app](LoopFunction handler) {
        return http::AsyncHandler(
            [&app, handler](const http::RequestPtr& request, const net::Responder& responder) {
                handler(app, request, responder);
            });
    };

    router.add("POST", "/api/v1/rooms", onVideoLane(createRoom));
    router.add("GET", "/api/v1/rooms", onStoreLane(listRooms));
    router.add("GET", "/api/v1/rooms/{room}", onStoreLane(showRoom));
    router.add("DELETE", "/api/v1/rooms/{room}", onVideoLane(endRoom));
    router.add("POST", "/api/v1/rooms/{room}/participants", onVideoLane(joinRoom));
    router.add("GET", "/api/v1/rooms/{room}/presence", onVideoLane(showPresence));
    router.add("GET", "/api/v1/rooms/{room}/meetings", onVideoLane(showMeetings));
    router.add("POST", "/api/v1/rooms/{room}/samples", onLoop(storeSamples));
    router.add("GET", "/api/v1/rooms/{room}/series", onStoreLaneShared(showSeries));
    router.add("GET", "/api/v1/rooms/{room}/chart", onStoreLaneShared(showChart));
    router.add("GET", "/api/v1/rooms/{room}/live", liveHandler(app));
    router.add("GET", "/api/v1/rooms/{room}/export",
               onLane(app.store.plugin(), [&app](const auto& request, const auto& scope) {
                   return showExport(app, request, scope);
               }));
    router.add("GET", "/api/v1/rooms/{room}/signal", onLoop(openSignal));
    router.add("GET", "/api/v1/fields", http::SyncHandler(showFields));
    router.add("GET", "/api/v1/plugins", onLoop(showPlugins));
    router.add("GET", "/api/v1/plugins/{id}/{path...}", onLoop(servePluginRoute));
    router.add("POST", "/api/v1/plugins/{id}/{path...}", onLoop(servePluginRoute));
    router.add("POST", "/api/v1/admin/reload", onLoop(reloadConfiguration));
    router.add("GET", "/healthz", http::SyncHandler(showHealth));
    router.add("GET", "/readyz", onLoop(showReadiness));
    router.add("GET", "/internal/metrics",
               http::AsyncHandler([&app, &router](const auto& request, const auto& responder) {
                   showMetrics(app, router, request, responder);
               }));

    const auto documents =
        std::make_shared<const http::StaticFiles>(config::installPrefix() / "share/vuedeo/api");
    router.add("GET", "/api/v1/openapi.json",
               http::SyncHandler([documents](const Request& request) {
                   return documents->serve(request, "openapi.json", http::Caching::kRevalidate);
               }));

    if (app.config.server.mode == config::Mode::kOpen) {
        router.add("POST", "/api/room", onVideoLane(createRoomCompat));
        router.add("POST", "/api/metrics", onLoop(storeSampleCompat));
        router.add("GET", "/api/metrics", onStoreLane(listSamplesCompat));
    }

    addPages(router, app.config.server, app.registry.all());
}

}  // namespace vuedeo::api
