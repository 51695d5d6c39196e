// The executable `vuedeo`: reads its options, builds the server from its parts in order, serves
// until it is told to stop, and takes it apart in reverse. SIGHUP: the configuration is read anew.
#include <pthread.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "api/responses.hpp"
#include "api/room_events.hpp"
#include "config/load.hpp"
#include "config/new_plugin.hpp"
#include "config/options.hpp"
#include "exports/command.hpp"
#include "import/command.hpp"
#include "ingest/batcher.hpp"
#include "live/live_hub.hpp"
#include "net/server.hpp"
#include "plugins/registry.hpp"
#include "rooms/secret.hpp"
#include "serving/reload_queue.hpp"
#include "serving/reloader.hpp"
#include "serving/start_signals.hpp"
#include "telemetry/log.hpp"

namespace vuedeo {
namespace {

// Signals reach the process through sigwait in serve(), never as an interruption of some thread.
sigset_t blockSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

std::string signingSecret(const config::Server& server) {
    if (!server.secret.empty()) return server.secret;
    std::filesystem::create_directories(server.dataDir);
    return rooms::loadOrCreateSecret(server.dataDir);
}

net::ServerOptions serverOptions(const config::Server& server, bool accessLog) {
    net::ServerOptions options;
    options.logRefusals = accessLog;
    options.address = server.address;
    options.port = server.port;
    options.threads = server.threads;
    options.limits = server.limits;
    options.tls = server.tls;
    options.trustedProxies = server.trustedProxies;
    return options;
}

std::string localUrl(const config::Server& server, uint16_t port) {
    const bool thisMachine = server.address == "127.0.0.1" || server.address == "::1" ||
                             server.address == "0.0.0.0" || server.address == "::";
    const bool version6 = server.address.find(':') != std::string::npos;
    const std::string host = thisMachine ? "localhost"
                             : version6  ? "[" + server.address + "]"
                                         : server.address;
    return (server.tls ? "https://" : "http://") + host + ":" + std::to_string(port);
}

void announce(serving::Generation& generation, uint16_t port) {
    plugins::Registry& registry = generation.registry();
    if (generation.config().safeMode) std::cout << "Safe mode: only plugins of Vuedeo itself.\n";
    std::cout << config::versionText() << "Video by " << registry.video().manifest().id
              << ", metrics in " << registry.metrics().manifest().id << ", charts by "
              << registry.chart().manifest().id << ".\n"
              << "Open " << localUrl(generation.config().server, port) << "\n"
              << std::flush;
}

void reload(serving::Reloader& reloader, serving::ReloadQueue& queue) {
    const std::vector<api::ReloadDone> waiting = queue.take();
    api::ReloadOutcome outcome;
    std::exception_ptr failure;
    try {
        outcome = reloader.reload();
        for (const std::string& id : outcome.stopped) {
            log::info("a plugin has left after a reload", {{"plugin", id}});
        }
        log::info("the configuration was read anew",
                  {{"plugins_kept", static_cast<int64_t>(outcome.kept.size())},
                   {"plugins_started", static_cast<int64_t>(outcome.started.size())}});
    } catch (const std::exception& error) {
        failure = std::current_exception();
        log::error("the configuration was not put into effect", {{"reason", error.what()}});
    }
    for (const api::ReloadDone& done : waiting) done(outcome, failure);
}

// Returns the signal that ends it.
int waitForStop(const sigset_t& signals, serving::Reloader& reloader, serving::ReloadQueue& queue) {
    for (;;) {
        int signal = 0;
        sigwait(&signals, &signal);
        if (signal != SIGHUP) return signal;
        reload(reloader, queue);
    }
}

int serve(const config::Options& options, config::Config config,
          std::unique_ptr<plugins::Registry> registry, plugins::Services& services,
          api::RealtimeHub& realtime, serving::Running& running, const sigset_t& signals,
          serving::StartSignals& startSignals) {
    const rooms::TokenSigner tokens(signingSecret(config.server));
    const net::ServerOptions netOptions = serverOptions(config.server, config.log.access);
    registry->start();
    startSignals.end();

    live::LiveHub live(config.quality.interval);
    ingest::Batcher batcher(
        [&running](const std::vector<vuedeo_sample>& samples) { return running.append(samples); },
        config.quality.queueSamples, config.quality.batchSamples);
    plugins::Lane operations("operations", 1, 16);
    serving::ReloadQueue queue;
    std::function<net::ServerCounters()> counters;  // set before the server starts
    const api::Lasting lasting{services,
                               tokens,
                               realtime,
                               batcher,
                               live,
                               operations,
                               api::nowMs(),
                               [&counters] { return counters(); },
                               std::make_shared<std::atomic<int>>(0),
                               [&queue](api::ReloadDone done) { queue.ask(std::move(done)); },
                               std::make_shared<http::RouteTally>()};
    running.set(
        std::make_shared<serving::Generation>(std::move(config), std::move(registry), lasting));
    net::Server server(netOptions, [&running](http::RequestPtr request, net::Responder responder) {
        running.handle(std::move(request), std::move(responder));
    });
    counters = [&server] { return server.counters(); };
    server.start();
    announce(*running.get(), server.port());

    serving::Reloader reloader(options, running, lasting);
    const int signal = waitForStop(signals, reloader, queue);
    std::signal(SIGHUP, SIG_IGN);                     // too late for a reload
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);  // a second one ends the process at once
    log::info("stopping", {{"signal", strsignal(signal)}});
    const auto last = running.get();
    const auto patience = last->config().server.drain;
    server.drain(patience);  // requests under way still reach batcher and plugins
    bool ended = batcher.drain(patience);
    ended = operations.drain(std::chrono::seconds(5)) && ended;
    ended = last->registry().stop() && reloader.allStopped() && ended;
    if (!ended) std::_Exit(EXIT_FAILURE);  // a plugin hangs: its threads cannot be joined
    running.set(nullptr);
    log::info("stopped");
    return EXIT_SUCCESS;
}

int run(const config::Options& options) {
    const sigset_t signals = blockSignals();
    config::Config config =
        config::load(options.config, options.overrides, config::environmentWithDotEnv("."));
    config.safeMode = options.safeMode;
    log::configure(config.log.level, config.log.format);
    if (options.action == config::Action::kListPlugins) {
        std::cout << plugins::toText(plugins::discover(config.pluginPath));
        return EXIT_SUCCESS;
    }

    if (options.action == config::Action::kImport) {
        return import::run(config, options.importSource, options.importConnection, signals);
    }

    if (options.action == config::Action::kExport) {
        return exports::run(config, options.exported, signals);
    }

    serving::StartSignals startSignals;
    serving::Running running;
    api::RealtimeHub realtime;
    api::RoomEvents roomEvents([&running] { return running.store(); });
    plugins::Services services;
    services.realtime = &realtime;
    services.roomEvents = &roomEvents;
    auto registry = std::make_unique<plugins::Registry>(config, services);
    if (options.action == config::Action::kCheckConfig) {
        std::cout << registry->preview() << options.config.string() << ": good\n";
        return EXIT_SUCCESS;
    }
    return serve(options, std::move(config), std::move(registry), services, realtime, running,
                 signals, startSignals);
}

}  // namespace
}  // namespace vuedeo

int main(int argc, char** argv) {
    using namespace vuedeo;
    try {
        const config::Options options = config::parseOptions(argc, argv);
        switch (options.action) {
            case config::Action::kPrintHelp:
                std::cout << config::helpText();
                return EXIT_SUCCESS;
            case config::Action::kPrintVersion:
                std::cout << config::versionText();
                return EXIT_SUCCESS;
            case config::Action::kNewPlugin:
                config::writeNewPlugin(config::installPrefix() / "share/vuedeo/template",
                                       options.newPlugin);
                std::cout << "Read on in " << (options.newPlugin.folder / "README.md").string()
                          << "\n";
                return EXIT_SUCCESS;
            default:
                return run(options);
        }
    } catch (const config::UsageError& error) {
        std::cerr << error.what() << "\n";
        return 2;
    } catch (const std::exception& error) {
        std::cerr << "vuedeo cannot start:\n" << error.what() << "\n";
        return EXIT_FAILURE;
    }
}
