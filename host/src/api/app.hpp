// What the handlers of the API work with. Built by main, outlives every request.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

#include "api/realtime_hub.hpp"
#include "api/room_service.hpp"
#include "config/config.hpp"
#include "ingest/batcher.hpp"
#include "live/live_hub.hpp"
#include "net/server.hpp"
#include "plugins/clients.hpp"
#include "plugins/lane.hpp"
#include "plugins/registry.hpp"
#include "rooms/token.hpp"

namespace vuedeo::api {

struct App {
    const config::Config& config;
    plugins::Registry& registry;
    plugins::VideoClient video;
    plugins::StoreClient store;
    plugins::ChartClient chart;
    const rooms::TokenSigner& tokens;
    RoomService& rooms;
    RealtimeHub& realtime;
    ingest::Batcher& batcher;
    live::LiveHub& live;
    // Health checks and counters: on their own, so that a busy plugin can still be asked.
    plugins::Lane& operations;
    int64_t startedAtMs;
    std::function<net::ServerCounters()> serverCounters;  // set before the server starts
    std::shared_ptr<std::atomic<int>> exportsUnderWay = std::make_shared<std::atomic<int>>(0);
};

}  // namespace vuedeo::api
