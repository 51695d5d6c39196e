// The chosen plugins and their life: discovered, created, started, stopped.
#pragma once
#include <chrono>
#include <filesystem>
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

// Whether it came with this Vuedeo, that is, lies in <prefix>/lib/vuedeo/plugins.
bool isInstalled(const Manifest& manifest);
// Reads manifests only; runs no code of a plugin. Of two with one id, the first in the path counts.
Discovery discover(const std::vector<std::filesystem::path>& searchPath);
std::string toText(const Discovery& discovery);  // for --list-plugins

// Threads: construction, start and stop on the main thread; the rest on any.
class Registry {
public:
    // Loads and creates every chosen plugin. Throws std::runtime_error listing all faults, with
    // remedies, except those of plugins whose startup is not "required" (they are kFailed then).
    // Nothing is started or written yet, so this alone checks a configuration.
    Registry(const config::Config& config, Services& services);
    // For `vuedeo import`: the metrics store and a source of samples, both required, nothing else.
    Registry(const config::Config& config, const config::Choice& source, Services& services);
    // For `vuedeo export`: the metrics store, required, nothing else.
    struct StoreOnly {};
    Registry(StoreOnly only, const config::Config& config, Services& services);
    // For a new configuration while `running` serves: ready plugins of it that this configuration
    // does not change are shared, all others created anew. They are running's to stop until adopt.
    Registry(const config::Config& config, Services& services, const Registry& running);
    ~Registry();  // stop(), if that has not been done
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    // Before start(): what that would change outside of the process, a line for each plugin that
    // tells.
    std::string preview();

    // Starts all: a "required" one that fails throws, an "optional" one stays kFailed, a "retry"
    // one is started again in the background until it is there.
    void start();

    // Starts those that were created anew, whatever their "startup": throws when one does not
    // start. One that had failed before, with the same settings, may fail again if its "startup"
    // allows. except: started later, with startCreated; may be null.
    void startCreatedExcept(const Plugin* except);
    void startCreated(const Plugin& plugin);
    // Stops one of its plugins now. False: a call did not return, as with stop.
    bool stopOne(const Plugin& plugin, std::chrono::milliseconds atMost);
    // From now on this registry stops what it shares, and the other one does not.
    void adopt(Registry& former);
    bool shares(const Plugin& plugin) const noexcept;

    // Drains the lanes, then stops the plugins in reverse order, each when no call of it is under
    // way. False: a call did not return in time; that plugin was neither stopped nor destroyed, and
    // the process should be left by std::_Exit.
    bool stop(std::chrono::milliseconds atMost = std::chrono::seconds(15));

    // Those that this registry was constructed with.
    Plugin& video() noexcept;
    Plugin& metrics() noexcept;
    Plugin& chart() noexcept;
    Plugin& source() noexcept;
    std::vector<Plugin*> charts() noexcept;  // chart(), then the further ones
    std::vector<Plugin*> all() noexcept;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace vuedeo::plugins
