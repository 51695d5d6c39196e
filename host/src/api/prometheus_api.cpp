// /internal/metrics: what the server counts, for Prometheus. Its labels have few values, whatever
// clients send: routes, plugins, classes of status; never a room, a person or an address.
#include <array>
#include <string>

#include "api/auth.hpp"
#include "api/handlers.hpp"
#include "config/options.hpp"
#include "http/query.hpp"
#include "telemetry/process_usage.hpp"
#include "telemetry/prometheus.hpp"

namespace vuedeo::api {
namespace {

using prometheus::Text;

double number(uint64_t count) {
    return static_cast<double>(count);
}

void addRequests(Text& text, const std::vector<http::Router::Route>& routes) {
    text.metric("vuedeo_http_requests_total", "counter", "Requests answered.");
    for (const auto& route : routes) {
        for (std::size_t i = 0; i < route.counters.byClass.size(); ++i) {
            const uint64_t count = route.counters.byClass[i];
            const std::string status = std::to_string(i + 1) + "xx";
            if (count == 0) continue;
            text.sample(number(count),
                        {{"method", route.method}, {"route", route.pattern}, {"status", status}});
        }
    }
    text.metric("vuedeo_http_request_duration_seconds", "histogram",
                "Time from a whole request to its answer.");
    for (const auto& [method, pattern, counters] : routes) {
        const auto bucket = [&, &method = method, &pattern = pattern](const std::string& bound,
                                                                      uint64_t count) {
            text.sample("_bucket", number(count),
                        {{"method", method}, {"route", pattern}, {"le", bound}});
        };
        uint64_t all = 0;
        for (const auto& count : counters.byClass) all += count;
        if (all == 0) continue;
        uint64_t below = 0;
        for (std::size_t i = 0; i < counters.byTime.size(); ++i) {
            below += counters.byTime[i];
            bucket(prometheus::toText(http::RouteCounters::kBounds_s[i]), below);
        }
        bucket("+Inf", all);
        text.sample("_sum", number(counters.microseconds) / 1e6,
                    {{"method", method}, {"route", pattern}});
        text.sample("_count", number(all), {{"method", method}, {"route", pattern}});
    }
}

void addConnections(Text& text, const net::ServerCounters& counters) {
    text.metric("vuedeo_connections", "gauge", "Open connections, WebSockets included.");
    text.sample(number(counters.connections));
    text.metric("vuedeo_websockets", "gauge", "Open WebSockets.");
    text.sample(number(counters.webSockets));
    text.metric("vuedeo_http_refused_total", "counter",
                "Requests and connections refused before any route: limits, malformed requests.");
    for (const auto& [status, count] : counters.refused) {
        text.sample(number(count), {{"status", std::to_string(status)}});
    }
    text.metric("vuedeo_receiving_bytes", "gauge", "Bodies being received, of 16 KiB or more.");
    text.sample(number(counters.bodyBytes));
    text.metric("vuedeo_unsent_bytes", "gauge", "Answers that clients have not taken yet.");
    text.sample(number(counters.unsentBytes));
}

void addLive(Text& text, const live::Counters& live) {
    text.metric("vuedeo_live_viewers", "gauge", "Open live channels.");
    text.sample(number(live.viewers));
    text.metric("vuedeo_live_messages_total", "counter", "Encoded once for all viewers of a room.");
    text.sample(number(live.messages));
    text.metric("vuedeo_live_resets_total", "counter", "Viewers that were told to read again.");
    text.sample(number(live.resets));
}

void addSamples(Text& text, const ingest::Counters& counters) {
    text.metric("vuedeo_samples_total", "counter", "Samples of quality, by what became of them.");
    text.sample(number(counters.stored), {{"outcome", "stored"}});
    text.sample(number(counters.duplicates), {{"outcome", "duplicate"}});
    text.sample(number(counters.rejected), {{"outcome", "rejected"}});
    text.sample(number(counters.failed), {{"outcome", "failed"}});
    text.sample(number(counters.turnedAway), {{"outcome", "turned_away"}});
    text.metric("vuedeo_sample_batches_total", "counter", "Batches handed to the store.");
    text.sample(number(counters.batches), {{"outcome", "stored"}});
    text.sample(number(counters.failedBatches), {{"outcome", "failed"}});
    text.metric("vuedeo_samples_waiting", "gauge", "Samples that wait for the store.");
    text.sample(number(counters.waiting));
}

// Cut where the plugins' own buckets end, at powers of four.
void addLatencies(Text& text, const std::vector<plugins::Plugin*>& plugins) {
    using plugins::Latencies;
    constexpr std::size_t kEvery = 8;       // two powers of two, of four buckets
    constexpr std::size_t kFirst = 15;      // ends at 4 microseconds
    constexpr std::size_t kLast = 15 + 96;  // ends at 69 seconds
    text.metric("vuedeo_plugin_call_duration_seconds", "histogram", "Time of the plugin's calls.");
    for (const plugins::Plugin* plugin : plugins) {
        const Latencies latencies = plugin->latencies();
        const auto& id = plugin->manifest().id;
        const char* kind = plugins::toString(plugin->manifest().kind);
        for (std::size_t i = kFirst; i <= kLast; i += kEvery) {
            text.sample("_bucket", number(latencies.below(i + 1)),
                        {{"plugin", id},
                         {"kind", kind},
                         {"le", prometheus::toText(Latencies::endOf_s(i))}});
        }
        const uint64_t all = latencies.total();
        text.sample("_bucket", number(all), {{"plugin", id}, {"kind", kind}, {"le", "+Inf"}});
        text.sample("_sum", number(plugin->counters().busyMicroseconds) / 1e6,
                    {{"plugin", id}, {"kind", kind}});
        text.sample("_count", number(all), {{"plugin", id}, {"kind", kind}});
    }
}

void addPlugins(Text& text, const std::vector<plugins::Plugin*>& plugins) {
    const auto each = [&](const char* name, const char* type, const char* help, auto value) {
        text.metric(name, type, help);
        for (const plugins::Plugin* plugin : plugins) {
            text.sample(value(*plugin), {{"plugin", plugin->manifest().id},
                                         {"kind", plugins::toString(plugin->manifest().kind)}});
        }
    };
    using plugins::Plugin;
    each("vuedeo_plugin_ready", "gauge", "1 while the plugin can be called.",
         [](const Plugin& p) { return p.state() == plugins::State::kReady ? 1.0 : 0.0; });
    each("vuedeo_plugin_calls_total", "counter", "Calls of the plugin.",
         [](const Plugin& p) { return number(p.counters().calls); });
    each("vuedeo_plugin_errors_total", "counter",
         "Calls that failed by the plugin's fault or took too long.",
         [](const Plugin& p) { return number(p.counters().errors); });
    each("vuedeo_plugin_busy_seconds_total", "counter", "Time spent in its calls.",
         [](const Plugin& p) { return number(p.counters().busyMicroseconds) / 1e6; });
    addLatencies(text, plugins);
}

// Names that Prometheus has agreed on for every process.
void addProcess(Text& text, int64_t startedAtMs) {
    const ProcessUsage usage = processUsage();
    text.metric("process_cpu_seconds_total", "counter", "Processor time of the process.");
    text.sample(usage.cpuSeconds);
    text.metric("process_resident_memory_bytes", "gauge", "Memory of the process.");
    text.sample(number(usage.residentBytes));
    text.metric("process_open_fds", "gauge", "Open file descriptors.");
    text.sample(number(usage.openFiles));
    text.metric("process_max_fds", "gauge", "File descriptors that may be open.");
    text.sample(number(usage.mostOpenFiles));
    text.metric("process_start_time_seconds", "gauge", "Unix time of the start.");
    text.sample(static_cast<double>(startedAtMs) / 1e3);
}

Response metricsOf(App& app, const http::Router& router) {
    Text text;
    text.metric("vuedeo_build_info", "gauge", "The version that runs.");
    text.sample(1, {{"version", config::version()}});
    addRequests(text, router.routes());
    addConnections(text, app.serverCounters());
    addSamples(text, app.batcher.counters());
    addLive(text, app.live.counters());
    addPlugins(text, app.registry.all());
    addProcess(text, app.startedAtMs);
    Response response;
    response.headers.set("Content-Type", prometheus::kMediaType);
    response.headers.set("Cache-Control", "no-store");
    response.body = text.take();
    return response;
}

}  // namespace

void showMetrics(App& app, const http::Router& router, const http::RequestPtr& request,
                 const Responder& responder) {
    http::Query(*request).rejectUnknown();
    requireAdministrator(app.config.server, *request);
    onOperationsLane(app, request, responder, [&app, &router] { return metricsOf(app, router); });
}

}  // namespace vuedeo::api
