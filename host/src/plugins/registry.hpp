// The chosen plugins and their life: discovered, created, started, stopped.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "plugins/plugin.hpp"
#include "plugins/services.hpp"

namespace vuedeo::plugins {

// A plugin folder that cannot be used, and why (wrong ABI, no library, world-writable file ...).
struct Refusal {
    std::string folder;
    std::string reason;  // with the remedy
};

struct Discovery {
    std::vector<Manifest> found;
    std::vector<Refusal> refused;
};

// Reads manifests only; runs no code of a plugin.
Discovery discover(const std::vector<std::filesystem::path>& searchPath);

class Registry {
public:
    // Loads and creates every chosen plugin. Throws std::runtime_error listing all faults, with
    // remedies, except those of plugins whose startup is not "required" (they are kFailed then).
    Registry(const config::Config& config, Services& services);
    ~Registry();  // stops in reverse order

    // Starts all: a "required" one that fails throws, an "optional" one stays kFailed, a "retry" one
    // is started again in the background until it is there.
    void start();
    void stop();

    Plugin& video() noexcept;
    Plugin& metrics() noexcept;
    Plugin& chart() noexcept;
    std::vector<Plugin*> all() noexcept;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace vuedeo::plugins
