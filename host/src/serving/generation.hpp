// All that one configuration makes: its plugins, and the routes over them. A new configuration
// makes a new generation, while requests that the one before has begun to serve end there.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "api/app.hpp"
#include "config/config.hpp"
#include "http/router.hpp"
#include "plugins/registry.hpp"

namespace vuedeo::serving {

class Generation {
public:
    // Builds the routes; starts no plugin.
    Generation(config::Config config, std::unique_ptr<plugins::Registry> registry,
               const api::Lasting& lasting);
    Generation(const Generation&) = delete;
    Generation& operator=(const Generation&) = delete;

    const config::Config& config() const noexcept { return config_; }
    plugins::Registry& registry() noexcept { return *registry_; }
    // Stores samples, and tells those who watch their rooms.
    std::vector<uint8_t> append(const std::vector<vuedeo_sample>& samples);
    const http::Router& router() const noexcept { return router_; }

private:
    const config::Config config_;
    const std::unique_ptr<plugins::Registry> registry_;
    api::RoomService rooms_;
    api::App app_;
    http::Router router_;
};

}  // namespace vuedeo::serving
