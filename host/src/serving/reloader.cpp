#include "serving/reloader.hpp"

#include <chrono>
#include <exception>
#include <thread>
#include <utility>

#include "config/load.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::serving {
namespace {

using http::Problem;
using std::chrono::steady_clock;

constexpr uint16_t kServiceRestart = 1012;  // RFC 6455, the IANA registry

Problem refused(const std::string& why) {
    return {422, "configuration-refused",
            "The new configuration is refused, and the former one stays: " + why};
}

std::string changedKeys(const config::Config& now, const config::Config& next) {
    std::string keys;
    for (const auto& [key, value] : next.fixed) {
        if (now.fixed.at(key) != value) keys += (keys.empty() ? "" : ", ") + key;
    }
    return keys;
}

api::ReloadOutcome outcomeOf(plugins::Registry& former, plugins::Registry& next) {
    api::ReloadOutcome outcome;
    for (const plugins::Plugin* plugin : next.all()) {
        if (plugin->state() == plugins::State::kFailed) continue;
        (former.shares(*plugin) ? outcome.kept : outcome.started).push_back(plugin->manifest().id);
    }
    for (const plugins::Plugin* plugin : former.all()) {
        if (!next.shares(*plugin) && plugin->state() != plugins::State::kFailed)
            outcome.stopped.push_back(plugin->manifest().id);
    }
    return outcome;
}

}  // namespace

api::ReloadOutcome Reloader::reload() {
    GenerationPtr now = running_.get();
    const auto patience = now->config().server.drain;
    GenerationPtr next;
    try {
        next = build(readConfig(now->config()), *now);
    } catch (const Problem&) {
        throw;
    } catch (const std::exception& error) {
        throw refused(error.what());
    }
    plugins::Registry& former = now->registry();
    plugins::Plugin& store = next->registry().metrics();
    const bool isOther = !former.shares(store);
    const bool inPlace = isOther && store.manifest().id == former.metrics().manifest().id;
    try {
        next->registry().startCreatedExcept(inPlace ? &store : nullptr);
    } catch (const std::exception& error) {
        throw refused(error.what());
    }
    api::ReloadOutcome outcome;
    {
        const auto closed = running_.closeGate(patience);
        if (!closed.owns_lock()) {
            throw Problem(503, "reload-failed",
                          "The metrics store has been storing samples for too long. Nothing has "
                          "changed; try again.")
                .retryAfter(5);
        }
        if (inPlace) replaceStore(*now, *next);
        outcome = outcomeOf(former, next->registry());
        next->registry().adopt(former);
        running_.set(next);
    }
    const auto interval = next->config().quality.interval;
    if (isOther || interval != now->config().quality.interval) lasting_.live.startAnew(interval);
    log::configure(next->config().log.level, next->config().log.format);
    retire(now, *next);
    return outcome;
}

config::Config Reloader::readConfig(const config::Config& now) const {
    config::Config next =
        config::load(options_.config, options_.overrides, config::environmentWithDotEnv("."));
    next.safeMode = now.safeMode;
    const std::string keys = changedKeys(now, next);
    if (keys.empty()) return next;
    throw Problem(409, "restart-needed",
                  "Nothing has changed: only a restart changes " + keys +
                      ". Restart the server, or set them back and try again.",
                  keys.substr(0, keys.find(',')));
}

Reloader::GenerationPtr Reloader::build(config::Config config, Generation& now) const {
    auto registry = std::make_unique<plugins::Registry>(config, lasting_.services, now.registry());
    return std::make_shared<Generation>(std::move(config), std::move(registry), lasting_);
}

// The gate is closed.
void Reloader::replaceStore(Generation& now, Generation& next) {
    plugins::Registry& former = now.registry();
    // One that hangs is left to itself: its successor may still be able to start.
    allStopped_ = former.stopOne(former.metrics(), now.config().server.drain) && allStopped_;
    try {
        next.registry().startCreated(next.registry().metrics());
    } catch (const std::exception& error) {
        next.registry().stopOne(next.registry().metrics(), now.config().server.drain);
        restoreStore(now, error.what());
    }
}

// With a new instance, as one that was stopped does not start again.
void Reloader::restoreStore(Generation& now, const std::string& why) {
    GenerationPtr restored;
    try {
        restored = build(now.config(), now);
        restored->registry().startCreatedExcept(nullptr);
    } catch (const std::exception& error) {
        const std::string both =
            why + "; and the former store does not start again: " + error.what();
        log::error("no metrics store is there after a reload", {{"reason", both}});
        throw Problem(503, "reload-failed",
                      "There is no metrics store now. Correct the configuration and reload it, or "
                      "restart the server: " +
                          both);
    }
    restored->registry().adopt(now.registry());
    running_.set(restored);
    throw refused(why);
}

// What it served ends there; then those of its plugins that nobody has taken over are stopped.
void Reloader::retire(const GenerationPtr& former, Generation& now) {
    const auto patience = now.config().server.drain;
    const auto until = steady_clock::now() + patience;
    plugins::Plugin& video = former->registry().video();
    while (former.use_count() > 1 && steady_clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (former.use_count() > 1) log::warning("requests of before the reload are still under way");
    if (!now.registry().shares(video)) {
        lasting_.realtime.closeAllOf(video, kServiceRestart, "the video provider has changed");
    }
    allStopped_ = former->registry().stop(patience) && allStopped_;
}

}  // namespace vuedeo::serving
