// The table of routes, and the border at which everything that goes wrong becomes an answer.
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/route_counters.hpp"
#include "net/responder.hpp"

namespace vuedeo::http {

using RequestPtr = std::shared_ptr<net::Request>;
// May throw Problem (answered as such) or anything else (logged, answered 500). Must not block.
using AsyncHandler = std::function<void(RequestPtr, net::Responder)>;
using SyncHandler = std::function<net::Response(const net::Request&)>;

// Counters by method and pattern. Grows on one thread, which builds the routers that share it.
struct RouteTally {
    std::map<std::pair<std::string, std::string>, RouteCounters> routed;
    RouteCounters unrouted;
};

// Filled by one thread before the server starts; then handle() may run on any number of them.
class Router {
public:
    // tally: of a router whose place this one takes, to go on counting.
    explicit Router(std::shared_ptr<RouteTally> tally = std::make_shared<RouteTally>());

    // pattern: "/api/v1/rooms/{room}": a {part} matches one non-empty segment, percent-decoded into
    // Request::params; a last part {rest...} matches what remains, slashes included.
    // Decoded segments that are "." or "..", or that hold '/', '\\' or a NUL, match no route (404).
    void add(std::string method, std::string pattern, AsyncHandler handler);
    void add(std::string method, std::string pattern, SyncHandler handler);  // answers at once

    // Answers unknown paths in place of a problem document; may throw one itself.
    void setNotFound(SyncHandler page);

    // Headers that every answer gets unless it set them itself (security headers).
    void setDefaultHeader(std::string name, std::string value);

    // Whether handle() writes a line for every answer (it does, until told otherwise).
    void setAccessLog(bool on);

    // Finds the route and runs it. Unknown path: 404. Known path, other method: 405 with Allow; GET
    // serves HEAD, OPTIONS is answered 204 with Allow. Adds X-Request-Id and writes the access log.
    void handle(RequestPtr request, net::Responder responder) const;

    struct Route {
        const std::string& method;
        const std::string& pattern;
        const RouteCounters& counters;
    };
    // In the order in which they are tried; last, what no route has answered, as "other".
    std::vector<Route> routes() const;

private:
    struct Entry;
    struct Found;
    struct Settings;
    Found find(net::Request& request) const;
    void answerUnrouted(std::vector<std::string> methods, const RequestPtr& request,
                        const net::Responder& responder) const;

    std::vector<std::shared_ptr<const Entry>> entries_;
    SyncHandler notFound_;
    // Shared with the answers under way, which may outlive the router; the counters, too.
    std::shared_ptr<Settings> settings_;
};

// Turns whatever `body` throws into an answer of `responder`: for code that runs on other threads.
void answerErrors(const RequestPtr& request, const net::Responder& responder,
                  const std::function<void()>& body) noexcept;

}  // namespace vuedeo::http
