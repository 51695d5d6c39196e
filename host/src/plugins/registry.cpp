#include "plugins/registry.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <iterator>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "plugins/plugin_instance.hpp"
#include "plugins/restarter.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::plugins {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kFirstRetry{1'000};
constexpr milliseconds kLongestRetry{30'000};

// Plugins that a call has not left: it may still use them, so they stay until the process ends.
std::vector<std::unique_ptr<PluginInstance>>& abandoned() {
    static auto* const kept = new std::vector<std::unique_ptr<PluginInstance>>();
    return *kept;
}

struct Slot {
    const char* key;  // of the configuration
    Kind kind;
    config::Choice choice;
};

std::vector<Slot> slotsToServe(const config::Config& config) {
    return {{"video", Kind::kVideoProvider, config.video},
            {"metrics", Kind::kMetricsStore, config.metrics},
            {"chart", Kind::kChart, config.chart}};
}

std::vector<Slot> slotsToExport(const config::Config& config) {
    Slot slot{"metrics", Kind::kMetricsStore, config.metrics};
    slot.choice.startup = config::Startup::kRequired;
    return {slot};
}

std::vector<Slot> slotsToImport(const config::Config& config, const config::Choice& source) {
    std::vector<Slot> slots = slotsToExport(config);
    slots.push_back({"import", Kind::kSampleSource, source});
    slots.back().choice.startup = config::Startup::kRequired;
    return slots;
}

std::string listed(const Discovery& discovery, Kind kind) {
    std::string names;
    for (const Manifest& manifest : discovery.found) {
        if (manifest.kind == kind) names += (names.empty() ? "" : ", ") + manifest.id;
    }
    return names.empty() ? "none" : names;
}

// The manifest of a chosen plugin. Throws std::runtime_error: why there is none.
const Manifest& choose(const Discovery& discovery, const Slot& slot) {
    const std::string& id = slot.choice.plugin;
    const std::string where = std::string(slot.key) + ".plugin = \"" + id + "\": ";
    const auto found = std::find_if(discovery.found.begin(), discovery.found.end(),
                                    [&id](const Manifest& m) { return m.id == id; });
    if (found != discovery.found.end()) {
        if (found->kind == slot.kind) return *found;
        throw std::runtime_error(where + "this plugin is of kind \"" + toString(found->kind) +
                                 "\". Of kind \"" + toString(slot.kind) +
                                 "\" there are: " + listed(discovery, slot.kind));
    }
    for (const Refusal& refusal : discovery.refused) {
        if (std::filesystem::path(refusal.folder).filename() == id) {
            throw std::runtime_error(where + refusal.folder + ": " + refusal.reason);
        }
    }
    throw std::runtime_error(where + "there is no such plugin. Of kind \"" + toString(slot.kind) +
                             "\" there are: " + listed(discovery, slot.kind) +
                             ". Install it, or name its parent folder in plugins.path");
}

void requireWeb(const Manifest& manifest) {
    if (manifest.webModule.empty()) return;
    const auto file = manifest.folder / "web" / manifest.webModule;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored)) return;
    throw std::runtime_error("the plugin " + manifest.id + " has no browser half: " +
                             file.string() + " is missing. Build or install it again");
}

}  // namespace

class Registry::Impl {
public:
    Impl(const config::Config& config, const std::vector<Slot>& slots, const Services& services) {
        const Discovery discovery = discover(config.pluginPath);
        for (const Refusal& refusal : discovery.refused) {
            log::warning("a plugin is refused",
                         {{"folder", refusal.folder}, {"reason", refusal.reason}});
        }
        std::string faults;
        for (const Slot& slot : slots) {
            const std::string fault = create(discovery, slot, config.server.dataDir, services);
            if (fault.empty()) continue;
            if (slot.choice.startup == config::Startup::kRequired) {
                faults += (faults.empty() ? "" : "\n") + fault;
            } else {
                log::error("a plugin is not available",
                           {{"plugin", slot.choice.plugin}, {"reason", fault}});
            }
        }
        if (!faults.empty()) throw std::runtime_error(faults);
    }

    ~Impl() { stop(std::chrono::seconds(15)); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void start() {
        for (std::size_t i = 0; i < instances_.size(); ++i) startOne(*instances_[i], startups_[i]);
    }

    std::string preview() {
        std::string lines;
        for (const auto& instance : instances_) {
            const std::string line = instance->preview();
            if (!line.empty()) lines += instance->manifest().id + ": " + line + "\n";
        }
        return lines;
    }

    bool stop(milliseconds atMost) {
        if (stopped_) return allStopped_;
        stopped_ = true;
        const auto until = steady_clock::now() + atMost;
        const auto left = [until] {
            return std::max(milliseconds(0),
                            std::chrono::duration_cast<milliseconds>(until - steady_clock::now()));
        };
        for (auto& restarter : restarters_) allStopped_ = restarter->stop(left()) && allStopped_;
        std::vector<bool> drained;
        for (auto& instance : instances_) drained.push_back(instance->lane().drain(left()));
        for (std::size_t i = instances_.size(); i-- > 0;) {
            if (drained[i] && instances_[i]->stop(until)) continue;
            log::error("a call has not returned: the plugin is not stopped",
                       {{"plugin", instances_[i]->manifest().id}});
            allStopped_ = false;
            abandoned().push_back(std::move(instances_[i]));
        }
        return allStopped_;
    }

    // One of this kind is there, which the caller knows.
    Plugin& of(Kind kind) noexcept {
        return **std::find_if(plugins_.begin(), plugins_.end(),
                              [kind](const Plugin* p) { return p->manifest().kind == kind; });
    }
    std::vector<Plugin*> all() const { return {plugins_.begin(), plugins_.end()}; }

private:
    // What is wrong, or nothing. An instance stands there in either case.
    std::string create(const Discovery& discovery, const Slot& slot,
                       const std::filesystem::path& dataDir, const Services& services) {
        Manifest manifest;
        manifest.id = slot.choice.plugin;
        manifest.name = slot.choice.plugin;
        manifest.kind = slot.kind;
        std::string fault;
        try {
            manifest = choose(discovery, slot);
            for (const std::string& line : manifest.ignored) log::warning(line);
            requireWeb(manifest);
        } catch (const std::exception& e) {
            fault = e.what();
        }
        const std::string id = manifest.id;
        instances_.push_back(std::make_unique<PluginInstance>(std::move(manifest), slot.choice,
                                                              dataDir / id, services));
        plugins_.push_back(instances_.back().get());
        startups_.push_back(slot.choice.startup);
        try {
            if (fault.empty()) {
                instances_.back()->create();
            } else {
                instances_.back()->fail(fault);
            }
        } catch (const std::exception& e) {
            fault = e.what();
        }
        return fault;
    }

    void startOne(PluginInstance& instance, config::Startup startup) {
        if (instance.state() == State::kFailed) return;  // was not created
        try {
            instance.start();
            log::info("the plugin has started", {{"plugin", instance.manifest().id},
                                                 {"version", instance.manifest().version}});
        } catch (const std::exception& e) {
            const std::string id = instance.manifest().id;
            if (startup == config::Startup::kRequired) {
                throw std::runtime_error("the plugin " + id + " does not start: " + e.what());
            }
            log::error("the plugin does not start", {{"plugin", id}, {"reason", e.what()}});
            if (startup != config::Startup::kRetry) return;
            restarters_.push_back(std::make_unique<Restarter>(
                id, [&instance] { instance.start(); }, kFirstRetry, kLongestRetry));
        }
    }

    std::vector<std::unique_ptr<PluginInstance>> instances_;  // in the order of the slots
    std::vector<Plugin*> plugins_;                            // the same; stay when abandoned
    std::vector<config::Startup> startups_;
    std::vector<std::unique_ptr<Restarter>> restarters_;
    bool stopped_ = false;
    bool allStopped_ = true;
};

Registry::Registry(const config::Config& config, Services& services)
    : impl_(std::make_unique<Impl>(config, slotsToServe(config), services)) {}

Registry::Registry(const config::Config& config, const config::Choice& source, Services& services)
    : impl_(std::make_unique<Impl>(config, slotsToImport(config, source), services)) {}

Registry::Registry(StoreOnly /*only*/, const config::Config& config, Services& services)
    : impl_(std::make_unique<Impl>(config, slotsToExport(config), services)) {}

Registry::~Registry() = default;

void Registry::start() {
    impl_->start();
}

std::string Registry::preview() {
    return impl_->preview();
}

bool Registry::stop(milliseconds atMost) {
    return impl_->stop(atMost);
}

Plugin& Registry::video() noexcept {
    return impl_->of(Kind::kVideoProvider);
}

Plugin& Registry::metrics() noexcept {
    return impl_->of(Kind::kMetricsStore);
}

Plugin& Registry::chart() noexcept {
    return impl_->of(Kind::kChart);
}

Plugin& Registry::source() noexcept {
    return impl_->of(Kind::kSampleSource);
}

std::vector<Plugin*> Registry::all() noexcept {
    return impl_->all();
}

}  // namespace vuedeo::plugins
