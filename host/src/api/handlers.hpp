// The handlers behind the routes, one file a resource. Those that take a CallScope block and run on
// a plugin's lane; the others run on an event loop and must not block.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "api/app.hpp"
#include "http/router.hpp"
#include "net/responder.hpp"

namespace vuedeo::api {

using net::Request;
using net::Responder;
using net::Response;
using plugins::CallScope;

// rooms_api.cpp
Response createRoom(App& app, const Request& request, const CallScope& scope);
Response listRooms(App& app, const Request& request, const CallScope& scope);
Response showRoom(App& app, const Request& request, const CallScope& scope);
Response endRoom(App& app, const Request& request, const CallScope& scope);
// The store's record of a room, on the store's lane. Throws Problem 404 "room-not-found".
plugins::RoomRecord knownRoom(App& app, const std::string& name, const CallScope& scope);
// The page of the browser app on which the room is.
std::string roomUrl(const App& app, const Request& request, const std::string& name);
nlohmann::json roomJson(App& app, const Request& request, const plugins::RoomRecord& room);

// participants_api.cpp
Response joinRoom(App& app, const Request& request, const CallScope& scope);
Response showPresence(App& app, const Request& request, const CallScope& scope);
Response showMeetings(App& app, const Request& request, const CallScope& scope);

// samples_api.cpp
void storeSamples(App& app, const http::RequestPtr& request, const Responder& responder);
// Hands samples to the batcher and answers 201 when they are durable.
void storeAndAnswer(App& app, const http::RequestPtr& request, const Responder& responder,
                    ingest::Submission submission);

// series_api.cpp
Response showSeries(App& app, const Request& request, const CallScope& scope);
Response showChart(App& app, const Request& request, const CallScope& scope);

// export_api.cpp
Response showExport(App& app, const Request& request, const CallScope& scope);

// signal_api.cpp
void openSignal(App& app, const http::RequestPtr& request, const Responder& responder);

// live_api.cpp
http::AsyncHandler liveHandler(App& app);

// info_api.cpp
Response showFields(const Request& request);
Response showHealth(const Request& request);
void showPlugins(App& app, const http::RequestPtr& request, const Responder& responder);
void showReadiness(App& app, const http::RequestPtr& request, const Responder& responder);

// Runs it on a thread of its own and answers with what it gives, compressed.
void onOperationsLane(App& app, const http::RequestPtr& request, const Responder& responder,
                      std::function<Response()> work);

// reload_api.cpp
void reloadConfiguration(App& app, const http::RequestPtr& request, const Responder& responder);

// prometheus_api.cpp
void showMetrics(App& app, const http::Router& router, const http::RequestPtr& request,
                 const Responder& responder);

// plugin_routes.cpp
void servePluginRoute(App& app, const http::RequestPtr& request, const Responder& responder);

// compat_api.cpp: the routes of the application that Vuedeo grew from, in mode "open" only
Response createRoomCompat(App& app, const Request& request, const CallScope& scope);
void storeSampleCompat(App& app, const http::RequestPtr& request, const Responder& responder);
Response listSamplesCompat(App& app, const Request& request, const CallScope& scope);

}  // namespace vuedeo::api
