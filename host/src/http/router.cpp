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

void writeAccessLog(const net::Request& request, const net::Response& response, Time began) {
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
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
};

struct Router::Settings {
    net::Fields defaultHeaders;
    bool accessLog = true;
};

Router::Router() : settings_(std::make_shared<Settings>()) {}

void Router::add(std::string method, std::string pattern, AsyncHandler handler) {
    RoutePattern compiled(pattern);
    auto entry = std::make_shared<const Entry>(
        Entry{std::move(method), std::move(pattern), std::move(compiled), std::move(handler)});
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
    responder.beforeSend([settings = settings_, request, began](net::Response& response) {
        response.defaults = {settings, &settings->defaultHeaders};
        response.headers.set("X-Request-Id", request->id);
        if (settings->accessLog) writeAccessLog(*request, response, began);
    });
    answerErrors(request, responder, [&] { dispatch(request, responder); });
}

void Router::dispatch(const RequestPtr& request, const net::Responder& responder) const {
    const auto path = splitPath(request->path);
    std::vector<std::string> methods;
    if (path) {
        for (const auto& entry : entries_) {
            auto params = entry->pattern.match(*path);
            if (!params) continue;
            if (serves(entry->method, request->method())) {
                request->params = std::move(*params);
                entry->handler(request, responder);
                return;
            }
            methods.push_back(entry->method);
        }
    }
    if (methods.empty()) throw Problem(404, "not-found", "There is nothing at this address");

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
    std::vector<Route> all;
    all.reserve(entries_.size());
    for (const auto& entry : entries_) all.push_back({entry->method, entry->text});
    return all;
}

}  // namespace vuedeo::http
