// How a request reaches a plugin: on that plugin's lane, with a deadline, and with the plugin's
// errors turned into answers.
#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <type_traits>
#include <utility>

#include "http/problem.hpp"
#include "http/router.hpp"
#include "plugins/plugin.hpp"

namespace vuedeo::api {

// The answer for a plugin that failed. What the plugin said goes to the log, not to the client.
http::Problem toProblem(const plugins::PluginError& error);

// Runs a blocking handler on the plugin's lane. A full lane answers 503 at once, an overrun
// deadline 504 (the call itself ends when the plugin lets it); nothing runs for a client that has
// gone.
using LaneHandler = std::function<net::Response(const net::Request&, const plugins::CallScope&)>;
http::AsyncHandler onLane(plugins::Plugin& plugin, LaneHandler handler);

// Its parts. expireOnLane: 504 when the time of a handler's calls is over.
void expireOnLane(plugins::Plugin& plugin, const http::RequestPtr& request,
                  const net::Responder& responder);
http::Problem laneIsFull(const plugins::Plugin& plugin);
// Throws Problem for what the plugin throws, and when nobody waits for the answer any more.
net::Response callOnLane(const LaneHandler& handler, const net::Request& request,
                         const plugins::CallScope& scope);

// From a handler on one lane: runs a call on another plugin's lane and waits for it, so that every
// plugin's concurrency limit holds. Waits go from video to metrics to chart, never back. The call
// owns what it captures: it may outlive the wait.
template <class Call>
auto waitOnLane(plugins::Plugin& plugin, Call call) -> std::invoke_result_t<Call> {
    using Result = std::invoke_result_t<Call>;
    const auto unavailable = [&](const char* why) {
        return plugins::PluginError(plugin.manifest(), VUEDEO_E_UNAVAILABLE, why);
    };
    auto task = std::make_shared<std::packaged_task<Result()>>(std::move(call));
    auto result = task->get_future();
    // Whoever sets it first decides: a call that nobody waits for any more must not begin.
    auto decided = std::make_shared<std::atomic<bool>>(false);
    const auto begin = [task, decided] {
        if (!decided->exchange(true)) (*task)();
    };
    if (!plugin.lane().submit(begin)) throw unavailable("its queue is full");
    if (result.wait_for(plugin.deadline() * 2) != std::future_status::ready) {
        decided->exchange(true);
        throw unavailable("it did not answer in time");
    }
    return result.get();
}

}  // namespace vuedeo::api
