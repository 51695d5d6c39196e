// Many who ask the same at once cost a plugin one call.
#pragma once
#include <functional>
#include <string>

#include "api/plugin_call.hpp"

namespace vuedeo::api {

// What two requests must have in common to get the same answer.
std::string targetAndAccepted(const net::Request& request);

struct SharedHandler {
    std::function<std::string(const net::Request&)> key = targetAndAccepted;
    LaneHandler call;
    // Answers one of those who asked; runs on the lane, may throw a Problem.
    std::function<void(const http::RequestPtr&, const net::Responder&, net::Response)> answer;
};

// As onLane, but requests of one key share a call: those that came before it began. What comes
// while it runs shares the next one, which begins when it has ended: nobody is answered with what
// is older than their question, and at most one call of a key is under way.
http::AsyncHandler onLaneShared(plugins::Plugin& plugin, SharedHandler handler);
http::AsyncHandler onLaneShared(plugins::Plugin& plugin, LaneHandler handler);

}  // namespace vuedeo::api
