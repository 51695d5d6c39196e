// What the handlers of the API work with, made from one configuration. Outlives the requests that
// it serves.
#pragma once
#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/realtime_hub.hpp"
#include "api/room_service.hpp"
#include "config/config.hpp"
#include "http/router.hpp"
#include "ingest/batcher.hpp"
#include "live/live_hub.hpp"
#include "net/server.hpp"
#include "plugins/clients.hpp"
#include "plugins/lane.hpp"
#include "plugins/registry.hpp"
#include "rooms/token.hpp"

namespace vuedeo::api {

// The ids of plugins by what became of them.
struct ReloadOutcome {
    std::vector<std::string> kept;
    std::vector<std::string> started;
    std::vector<std::string> stopped;
};
using ReloadDone = std::function<void(const ReloadOutcome&, const std::exception_ptr& failure)>;
// Has the configuration read anew; never blocks. Calls back on the main thread.
using ReloadRequest = std::function<void(ReloadDone)>;

// What outlives a change of the configuration. Owned by main.
struct Lasting {
    plugins::Services& services;
    const rooms::TokenSigner& tokens;
    RealtimeHub& realtime;
    ingest::Batcher& batcher;
    live::LiveHub& live;
    // Health checks and counters: on their own, so that a busy plugin can still be asked.
    plugins::Lane& operations;
    int64_t startedAtMs;
    std::function<net::ServerCounters()> serverCounters;
    std::shared_ptr<std::atomic<int>> exportsUnderWay;
    ReloadRequest requestReload;
    std::shared_ptr<http::RouteTally> tally;
};

struct App : Lasting {
    const config::Config& config;
    plugins::Registry& registry;
    plugins::VideoClient video;
    plugins::StoreClient store;
    RoomService& rooms;
};

}  // namespace vuedeo::api
