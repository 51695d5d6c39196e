// What the server says of itself: fields, plugins, health.
#include <nlohmann/json.hpp>

#include "api/auth.hpp"
#include "api/handlers.hpp"
#include "api/pages.hpp"
#include "api/responses.hpp"
#include "http/compression.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"
#include "quality/dictionary.hpp"

namespace vuedeo::api {
namespace {

using Json = nlohmann::json;
using plugins::Plugin;

constexpr std::chrono::milliseconds kCheckDeadline{2000};  // of one plugin
constexpr std::chrono::milliseconds kAnswerDeadline{10'000};

struct Condition {
    std::string state;
    Json reason = nullptr;
    Json details = nullptr;
    bool ready() const { return state == "ready"; }
};

// A plugin's state as the host knows it and, if it offers vuedeo.health/1, as it says itself.
Condition conditionOf(Plugin& plugin) {
    Condition condition;
    condition.state = plugins::toString(plugin.state());
    if (!plugin.reason().empty()) condition.reason = plugin.reason();
    if (!condition.ready()) return condition;

    plugins::HealthClient health(plugin);
    if (!health.offered()) return condition;
    plugins::CallScope scope;
    scope.deadline = kCheckDeadline;
    try {
        condition.details = Json::parse(health.check(scope));
    } catch (const plugins::PluginError& error) {
        condition.state = "unavailable";
        condition.reason = error.what();
    }
    return condition;
}

// What a plugin says of itself is for administrators: it may name hosts, users and files.
Condition publicConditionOf(Plugin& plugin, bool administrator) {
    Condition condition = conditionOf(plugin);
    if (!administrator) condition.reason = condition.details = nullptr;
    return condition;
}

Json timesJson(const plugins::Latencies& latencies) {
    if (latencies.total() == 0) return nullptr;
    return {{"p50_s", latencies.quantile_s(0.5)},
            {"p95_s", latencies.quantile_s(0.95)},
            {"p99_s", latencies.quantile_s(0.99)}};
}

// What is for administrators alone; null for everybody else.
Json reportJson(const Plugin& plugin, bool administrator) {
    Json json = {{"latency", nullptr},
                 {"last_error", nullptr},
                 {"ready_since", nullptr},
                 {"settings", nullptr}};
    if (!administrator) return json;
    const plugins::PluginReport report = plugin.report();
    json["latency"] = timesJson(plugin.latencies());
    if (report.lastError) {
        json["last_error"] = {{"at", report.lastError->atMs},
                              {"message", report.lastError->message},
                              {"remedy", report.lastError->remedy}};
    }
    if (report.readySinceMs) json["ready_since"] = *report.readySinceMs;
    json["settings"] = Json::array();
    for (const plugins::Setting& setting : report.settings) {
        json["settings"].push_back({{"key", setting.key},
                                    {"value", Json::parse(setting.valueJson)},
                                    {"hidden", setting.hidden}});
    }
    return json;
}

Json pluginJson(Plugin& plugin, bool administrator) {
    const plugins::Manifest& manifest = plugin.manifest();
    const Condition condition = publicConditionOf(plugin, administrator);
    const plugins::CallCounters counters = plugin.counters();
    const std::string module = moduleUrl(manifest);
    Json mediaType = nullptr;
    if (manifest.kind == plugins::Kind::kChart)
        mediaType = plugins::ChartClient(plugin).mediaType();
    Json json = {{"id", manifest.id},
                 {"kind", plugins::toString(manifest.kind)},
                 {"name", manifest.name},
                 {"version", manifest.version},
                 {"abi", manifest.abi},
                 {"state", condition.state},
                 {"reason", condition.reason},
                 {"module", module.empty() ? Json(nullptr) : Json(module)},
                 {"media_type", mediaType},
                 {"calls", counters.calls},
                 {"errors", counters.errors},
                 {"busy_s", static_cast<double>(counters.busyMicroseconds) / 1e6},
                 {"details", condition.details}};
    json.update(reportJson(plugin, administrator));
    return json;
}

}  // namespace

void onOperationsLane(App& app, const http::RequestPtr& request, const Responder& responder,
                      std::function<Response()> work) {
    responder.expireAfter(kAnswerDeadline, [request] {
        return http::toResponse(
            http::Problem(504, "check-timeout", "A plugin did not say how it is."), request->id);
    });
    const bool taken = app.operations.submit([request, responder, work = std::move(work)] {
        http::answerErrors(request, responder,
                           [&] { responder.send(http::compressed(*request, work())); });
    });
    if (!taken) {
        throw http::Problem(503, "busy", "Too many checks are under way.").retryAfter(1);
    }
}

Response showFields(const Request& request) {
    http::Query(request).rejectUnknown();
    return json(200, {{"fields", quality::fieldsJson()}});
}

Response showHealth(const Request& request) {
    http::Query(request).rejectUnknown();
    return json(200, {{"status", "ok"}});
}

void showPlugins(App& app, const http::RequestPtr& request, const Responder& responder) {
    http::Query(*request).rejectUnknown();
    const bool administrator = isAdministrator(app.config.server, *request);
    onOperationsLane(app, request, responder, [&app, administrator] {
        Json list = Json::array();
        for (Plugin* plugin : app.registry.all()) {
            list.push_back(pluginJson(*plugin, administrator));
        }
        return json(200, {{"plugins", list}});
    });
}

void showReadiness(App& app, const http::RequestPtr& request, const Responder& responder) {
    http::Query(*request).rejectUnknown();
    const bool administrator = isAdministrator(app.config.server, *request);
    onOperationsLane(app, request, responder, [&app, administrator] {
        bool ready = true;
        Json conditions = Json::object();
        for (Plugin* plugin : app.registry.all()) {
            const Condition condition = publicConditionOf(*plugin, administrator);
            ready = ready && condition.ready();
            conditions[plugin->manifest().id] = {{"state", condition.state},
                                                 {"reason", condition.reason}};
        }
        return json(ready ? 200 : 503,
                    {{"status", ready ? "ready" : "not ready"}, {"plugins", conditions}});
    });
}

}  // namespace vuedeo::api
