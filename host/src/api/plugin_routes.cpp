// /api/v1/plugins/{id}/...: what a plugin serves itself (vuedeo.http-routes/1).
#include <vector>

#include "api/auth.hpp"
#include "api/handlers.hpp"
#include "api/plugin_call.hpp"
#include "http/problem.hpp"
#include "plugins/strings.hpp"

namespace vuedeo::api {
namespace {

using http::Problem;
using plugins::toStr;

// A route may have credentials of its own, in whatever scheme.
bool isByAdministrator(const App& app, const Request& request) {
    try {
        return isAdministrator(app.config.server, request);
    } catch (const Problem&) {
        return false;
    }
}

plugins::Plugin& pluginNamed(App& app, const std::string& id) {
    for (plugins::Plugin* plugin : app.registry.all()) {
        if (plugin->manifest().id == id && plugins::RoutesClient(*plugin).offered()) return *plugin;
    }
    throw Problem(404, "not-found", "There is no such route.");
}

Response answerOf(App& app, plugins::Plugin& plugin, const Request& request,
                  const CallScope& scope) {
    std::vector<vuedeo_route_header> headers;
    for (const auto& [name, value] : request.head) headers.push_back({toStr(name), toStr(value)});

    vuedeo_route_request raw{};
    raw.size = sizeof raw;
    raw.flags = isByAdministrator(app, request) ? VUEDEO_ROUTE_ADMINISTRATOR : 0;
    raw.method = toStr(request.method());
    raw.path = toStr(request.params.at("path"));
    raw.query = toStr(request.query);
    raw.headers = headers.data();
    raw.header_count = static_cast<uint32_t>(headers.size());
    raw.body = toStr(request.body);
    raw.peer = toStr(request.peer);
    plugins::RoutesClient::Answer answer = plugins::RoutesClient(plugin).handle(raw, scope);

    Response response;
    response.status = answer.status;
    response.headers.set("Content-Type", answer.contentType);
    response.headers.set("Cache-Control", "no-store");
    response.body = std::move(answer.body);
    return response;
}

}  // namespace

void servePluginRoute(App& app, const http::RequestPtr& request, const Responder& responder) {
    plugins::Plugin& plugin = pluginNamed(app, request->params.at("id"));
    const auto handle = onLane(plugin, [&app, &plugin](const Request& asked, const auto& scope) {
        return answerOf(app, plugin, asked, scope);
    });
    handle(request, responder);
}

}  // namespace vuedeo::api
