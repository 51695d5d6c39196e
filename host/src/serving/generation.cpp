#include "serving/generation.hpp"

#include <utility>

#include "api/routes.hpp"

namespace vuedeo::serving {

Generation::Generation(config::Config config, std::unique_ptr<plugins::Registry> registry,
                       const api::Lasting& lasting)
    : config_(std::move(config)),
      registry_(std::move(registry)),
      rooms_(plugins::VideoClient(registry_->video()), plugins::StoreClient(registry_->metrics()),
             lasting.tokens, config_.rooms),
      app_{{lasting},
           config_,
           *registry_,
           plugins::VideoClient(registry_->video()),
           plugins::StoreClient(registry_->metrics()),
           rooms_},
      router_(lasting.tally) {
    router_.setAccessLog(config_.log.access);
    api::addRoutes(router_, app_);
}

std::vector<uint8_t> Generation::append(const std::vector<vuedeo_sample>& samples) {
    plugins::StoreClient store = app_.store;
    std::vector<uint8_t> codes = store.append(samples, {});
    app_.live.stored(samples, codes);
    return codes;
}

}  // namespace vuedeo::serving
