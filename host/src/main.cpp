// The executable `vuedeo`: reads its options, builds the server from its parts in order, serves
// until it is told to stop, and takes it apart in reverse.
#include <pthread.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iostream>

#include "api/responses.hpp"
#include "api/room_events.hpp"
#include "api/routes.hpp"
#include "config/load.hpp"
#include "config/new_plugin.hpp"
#include "config/options.hpp"
#include "exports/command.hpp"
#include "http/router.hpp"
#include "import/command.hpp"
#include "ingest/batcher.hpp"
#include "net/server.hpp"
#include "plugins/registry.hpp"
#include "rooms/secret.hpp"
#include "telemetry/log.hpp"

namespace vuedeo {
namespace {

// Signals reach the process through sigwait in serve(), never as an interruption of some thread.
sigset_t blockStopSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
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

void announce(const config::Config& config, uint16_t port) {
    std::cout << config::versionText() << "Video by " << config.video.plugin << ", metrics in "
              << config.metrics.plugin << ", charts by " << config.chart.plugin << ".\n"
              << "Open " << localUrl(config.server, port) << "\n"
              << std::flush;
}

int serve(const config::Config& config, plugins::Registry& registry, api::RealtimeHub& realtime,
          api::RoomEvents& roomEvents, const sigset_t& stopSignals) {
    const rooms::TokenSigner tokens(signingSecret(config.server));
    registry.start();

    plugins::VideoClient video(registry.video());
    plugins::StoreClient store(registry.metrics());
    roomEvents.keepIn(store);
    live::LiveHub live(config.quality.interval * 2);
    ingest::Batcher batcher(
        [store, &live](const std::vector<vuedeo_sample>& samples) mutable {
            auto codes = store.append(samples, {});
            live.stored(samples, codes);
            return codes;
        },
        config.quality.queueSamples, config.quality.batchSamples);
    api::RoomService rooms(video, store, tokens, config.rooms);
    plugins::Lane operations("operations", 1, 16);
    api::App app{
        config,     registry,     video,    store,   plugins::ChartClient(registry.chart()),
        tokens,     rooms,        realtime, batcher, live,
        operations, api::nowMs(), {}};

    http::Router router;
    router.setAccessLog(config.log.access);
    api::addRoutes(router, app);
    net::Server server(serverOptions(config.server, config.log.access),
                       [&router](http::RequestPtr request, net::Responder responder) {
                           router.handle(std::move(request), std::move(responder));
                       });
    app.serverCounters = [&server] { return server.counters(); };
    server.start();
    announce(config, server.port());

    int signal = 0;
    sigwait(&stopSignals, &signal);
    pthread_sigmask(SIG_UNBLOCK, &stopSignals, nullptr);  // a second one ends the process at once
    log::info("stopping", {{"signal", strsignal(signal)}});
    server.drain(config.server.drain);  // requests under way still reach batcher and plugins
    bool ended = batcher.drain(config.server.drain);
    ended = operations.drain(std::chrono::seconds(5)) && ended;
    ended = registry.stop() && ended;
    if (!ended) std::_Exit(EXIT_FAILURE);  // a plugin hangs: its threads cannot be joined
    log::info("stopped");
    return EXIT_SUCCESS;
}

int run(const config::Options& options) {
    const sigset_t stopSignals = blockStopSignals();
    const config::Config config =
        config::load(options.config, options.overrides, config::environmentWithDotEnv("."));
    log::configure(config.log.level, config.log.format);
    if (options.action == config::Action::kListPlugins) {
        std::cout << plugins::toText(plugins::discover(config.pluginPath));
        return EXIT_SUCCESS;
    }

    if (options.action == config::Action::kImport) {
        return import::run(config, options.importSource, options.importConnection, stopSignals);
    }

    if (options.action == config::Action::kExport) {
        return exports::run(config, options.exported, stopSignals);
    }

    api::RealtimeHub realtime;
    api::RoomEvents roomEvents;
    plugins::Services services;
    services.realtime = &realtime;
    services.roomEvents = &roomEvents;
    plugins::Registry registry(config, services);
    if (options.action == config::Action::kCheckConfig) {
        std::cout << registry.preview() << options.config.string() << ": good\n";
        return EXIT_SUCCESS;
    }
    return serve(config, registry, realtime, roomEvents, stopSignals);
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
