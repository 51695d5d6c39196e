#include "http/router.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <stdexcept>

#include "http/problem.hpp"
#include "http/route_pattern.hpp"
#include "net/syntax.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::http {
namespace {

using Time = std::chrono::steady_clock::time_point;

void writeAccessLog(const net::Request& request, const net::Response& response,
                    std::chrono::duration<double, std::milli> took) {
    log::info("request", {{"method", std::string_view(request.method())},
                          {"path", std::string_view(request.path)},
                          {"status", static_cast<int64_t>(response.status)},
                          {"bytes", static_cast<int64_t>(response.content().size())},
                          {"ms", took.count()},
                          {"peer", std::string_view(request.peer)},
                          {"request_id", std::string_view(request.id)}});
}

bool serves(const std::string& routeMethod, const std::string& method) {
    return routeMethod == method || (routeMethod == "GET" && method == "HEAD");
}

std::string allowedMethods(std::vector<std::string> methods) {
    methods.emplace_back("OPTIONS");
    if (std::count(methods.begin(), methods.end(), "GET") > 0) methods.emplace_back("HEAD");
    std::sort(methods.begin(), methods.end());
    methods.erase(std::unique(methods.begin(), methods.end()), methods.end());
    std::string list;
    for (const std::string& method : methods) list += (list.empty() ? "" : ", ") + method;
    return list;
}

}  // namespace

struct Router::Entry {
    std::string method;
    std::string text;
    RoutePattern pattern;
    AsyncHandler handler;
    RouteCounters& counters;
};

struct Router::Found {
    const Entry* entry = nullptr;
    std::vector<std::string> methods;  // of the path, if none of its routes serves this one
};

struct Router::Settings {
    net::Fields defaultHeaders;
    bool accessLog = true;
    std::shared_ptr<RouteTally> tally;
};

Router::Router(std::shared_ptr<RouteTally> tally)
    : notFound_([](const net::Request&) -> net::Response {
          throw Problem(404, "not-found", "There is nothing at this address");
      }),
      settings_(std::make_shared<Settings>()) {
    settings_->tally = std::move(tally);
}

void Router::add(std::string method, std::string pattern, AsyncHandler handler) {
    RoutePattern compiled(pattern);
    RouteCounters& counters = settings_->tally->routed[{method, pattern}];
    auto entry = std::make_shared<const Entry>(Entry{
        std::move(method), std::move(pattern), std::move(compiled), std::move(handler), counters});
    const auto place = std::find_if(entries_.begin(), entries_.end(), [&entry](const auto& other) {
        return entry->pattern.isBefore(other->pattern);
    });
    entries_.insert(place, std::move(entry));
}

void Router::add(std::string method, std::string pattern, SyncHandler handler) {
    add(std::move(method), std::move(pattern),
        AsyncHandler([answer = std::move(handler)](const RequestPtr& request,
                                                   const net::Responder& responder) {
            responder.send(answer(*request));
        }));
}

void Router::setNotFound(SyncHandler page) {
    notFound_ = std::move(page);
}

void Router::setDefaultHeader(std::string name, std::string value) {
    if (!net::isToken(name) || !net::isFieldValue(value)) {
        throw std::invalid_argument("not a header field: " + name);
    }
    settings_->defaultHeaders.emplace_back(std::move(name), std::move(value));
}

void Router::setAccessLog(bool on) {
    settings_->accessLog = on;
}

void Router::handle(RequestPtr request, net::Responder responder) const {
    const Time began = std::chrono::steady_clock::now();
    Found found = find(*request);
    RouteCounters& counters = found.entry ? found.entry->counters : settings_->tally->unrouted;
    responder.beforeSend(
        [settings = settings_, &counters, request, began](net::Response& response) {
            response.defaults = {settings, &settings->defaultHeaders};
            response.headers.set("X-Request-Id", request->id);
            const auto took = std::chrono::steady_clock::now() - began;
            counters.count(response.status,
                           std::chrono::duration_cast<std::chrono::microseconds>(took));
            if (settings->accessLog) writeAccessLog(*request, response, took);
        });
    answerErrors(request, responder, [&] {
        if (found.entry) return found.entry->handler(request, responder);
        answerUnrouted(std::move(found.methods), request, responder);
    });
}

Router::Found Router::find(net::Request& request) const {
    Found found;
    const auto path = splitPath(request.path);
    if (!path) return found;
    for (const auto& entry : entries_) {
        auto params = entry->pattern.match(*path);
        if (!params) continue;
        if (serves(entry->method, request.method())) {
            request.params = std::move(*params);
            found.entry = entry.get();
            return found;
        }
        found.methods.push_back(entry->method);
    }
    return found;
}

void Router::answerUnrouted(std::vector<std::string> methods, const RequestPtr& request,
                            const net::Responder& responder) const {
    if (methods.empty()) return responder.send(notFound_(*request));

    const std::string allowed = allowedMethods(std::move(methods));
    net::Response response;
    if (request->method() == "OPTIONS") {
        response.status = 204;
    } else {
        response = toResponse(Problem(405, "method-not-allowed", "This address takes: " + allowed),
                              request->id);
    }
    response.headers.set("Allow", allowed);
    responder.send(std::move(response));
}

std::vector<Router::Route> Router::routes() const {
    static const std::string kOther = "other";
    std::vector<Route> all;
    for (const auto& entry : entries_) all.push_back({entry->method, entry->text, entry->counters});
    all.push_back({kOther, kOther, settings_->tally->unrouted});
    return all;
}

}  // namespace vuedeo::http
