// Starts a plugin again and again until it is there (startup = "retry"), on a thread of its own.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "plugins/lane.hpp"

namespace vuedeo::plugins {

class Restarter {
public:
    // start throws while it fails. The waits double from `first` to `longest`.
    Restarter(const std::string& pluginId, std::function<void()> start,
              std::chrono::milliseconds first, std::chrono::milliseconds longest);

    // False: start has not returned in time.
    bool stop(std::chrono::milliseconds atMost);

private:
    struct Shared;
    std::shared_ptr<Shared> shared_;
    Lane lane_;
};

}  // namespace vuedeo::plugins
