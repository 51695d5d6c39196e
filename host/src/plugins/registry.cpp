#include "plugins/registry.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "plugins/offer.hpp"
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
std::vector<std::shared_ptr<PluginInstance>>& abandoned() {
    static auto* const kept = new std::vector<std::shared_ptr<PluginInstance>>();
    return *kept;
}

}  // namespace

class Registry::Impl {
public:
    Impl(const config::Config& config, const std::vector<Slot>& slots, const Services& services,
         const Impl* running = nullptr) {
        const Offer offer(config);
        std::string faults;
        for (const Slot& slot : slots) {
            const std::string fault = fill(offer, slot, config.server.dataDir, services, running);
            if (fault.empty()) continue;
            if (slot.choice.startup == config::Startup::kRequired && !offer.leavesOut(slot)) {
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
        for (Member& member : members_) startOne(member);
    }

    void startCreatedExcept(const Plugin* except) {
        for (Member& member : members_) {
            if (member.isOwned && member.instance.get() != except) startCreated(member);
        }
    }
    void startCreated(const Plugin& plugin) { startCreated(memberOf(plugin)); }

    std::string preview() {
        std::string lines;
        for (const Member& member : members_) {
            const std::string line = member.instance->preview();
            if (!line.empty()) lines += member.instance->manifest().id + ": " + line + "\n";
        }
        return lines;
    }

    bool stop(milliseconds atMost) {
        if (stopped_) return allStopped_;
        stopped_ = true;
        const auto until = steady_clock::now() + atMost;
        std::vector<Member*> owned;
        for (Member& member : members_) {
            if (member.isOwned) owned.push_back(&member);
        }
        std::vector<bool> drained;
        drained.reserve(owned.size());
        for (Member* member : owned) drained.push_back(drain(*member, until));
        for (std::size_t i = owned.size(); i-- > 0;) {
            allStopped_ = end(*owned[i], drained[i], until) && allStopped_;
        }
        return allStopped_;
    }

    bool stopOne(const Plugin& plugin, milliseconds atMost) {
        const auto until = steady_clock::now() + atMost;
        Member& member = memberOf(plugin);
        member.isOwned = false;
        const bool drained = drain(member, until);
        return end(member, drained, until);
    }

    void adopt(Impl& former) {
        for (Member& member : members_) {
            for (Member& other : former.members_) {
                if (other.instance != member.instance) continue;
                member.isOwned = true;
                other.isOwned = false;
            }
        }
    }
    bool shares(const Plugin& plugin) const noexcept {
        return std::any_of(members_.begin(), members_.end(), [&plugin](const Member& member) {
            return member.instance.get() == &plugin;
        });
    }

    // One of this kind is there, which the caller knows.
    Plugin& of(Kind kind) noexcept {
        return **std::find_if(plugins_.begin(), plugins_.end(),
                              [kind](const Plugin* p) { return p->manifest().kind == kind; });
    }
    std::vector<Plugin*> allOf(Kind kind) const {
        std::vector<Plugin*> found;
        std::copy_if(plugins_.begin(), plugins_.end(), std::back_inserter(found),
                     [kind](const Plugin* p) { return p->manifest().kind == kind; });
        return found;
    }
    std::vector<Plugin*> all() const { return {plugins_.begin(), plugins_.end()}; }

private:
    struct Member {
        Slot slot;
        FileStamp library;
        std::shared_ptr<PluginInstance> instance;
        std::shared_ptr<Restarter> restarter;  // null: it was not needed
        bool isOwned = true;                   // else another registry stops it
        bool failedBefore = false;             // with the same settings: it may fail again
    };

    // What is wrong, or nothing. A member stands there in either case.
    std::string fill(const Offer& offer, Slot slot, const std::filesystem::path& dataDir,
                     const Services& services, const Impl* running) {
        Manifest manifest;
        std::string fault;
        try {
            manifest = offer.choose(slot);
        } catch (const std::exception& e) {
            manifest = {};
            manifest.id = slot.choice.plugin;
            manifest.name = slot.choice.plugin;
            manifest.kind = slot.kind;
            fault = e.what();
        }
        const FileStamp library = stampOf(manifest.library);
        if (const Member* same = unchanged(running, slot, manifest, library);
            same && fault.empty()) {
            members_.push_back(*same);
            members_.back().isOwned = false;
            plugins_.push_back(same->instance.get());
            return {};
        }
        for (const std::string& line : manifest.ignored) log::warning(line);
        const std::string id = manifest.id;
        auto instance = std::make_shared<PluginInstance>(std::move(manifest), slot.choice,
                                                         dataDir / id, services);
        const bool failed = failedBefore(running, slot);
        members_.push_back({std::move(slot), library, instance, nullptr, true, failed});
        plugins_.push_back(instance.get());
        try {
            if (fault.empty()) {
                instance->create();
            } else {
                instance->fail(fault);
            }
        } catch (const std::exception& e) {
            fault = e.what();
        }
        return fault;
    }

    // The running one that serves this slot as it is, or will when its restarter is done.
    static const Member* unchanged(const Impl* running, const Slot& slot, const Manifest& manifest,
                                   const FileStamp& library) {
        if (running == nullptr) return nullptr;
        const auto found = std::find_if(
            running->members_.begin(), running->members_.end(), [&](const Member& member) {
                const Plugin& plugin = *member.instance;
                return plugin.manifest().kind == slot.kind &&
                       plugin.manifest().folder == manifest.folder &&
                       plugin.manifest().version == manifest.version && member.library == library &&
                       isSame(member.slot.choice, slot.choice) &&
                       (plugin.state() == State::kReady ||
                        (member.restarter != nullptr && plugin.state() == State::kFailed));
            });
        return found == running->members_.end() ? nullptr : &*found;
    }

    static bool failedBefore(const Impl* running, const Slot& slot) {
        return running != nullptr &&
               std::any_of(running->members_.begin(), running->members_.end(),
                           [&slot](const Member& member) {
                               return member.slot.kind == slot.kind &&
                                      isSame(member.slot.choice, slot.choice) &&
                                      member.instance->state() == State::kFailed;
                           });
    }

    Member& memberOf(const Plugin& plugin) {
        return *std::find_if(members_.begin(), members_.end(), [&plugin](const Member& member) {
            return member.instance.get() == &plugin;
        });
    }

    void startCreated(Member& member) {
        if (member.failedBefore) {
            startOne(member);
        } else {
            startRequired(member);
        }
    }

    void startRequired(Member& member) {
        const std::string id = member.instance->manifest().id;
        const std::string why = member.instance->reason();
        try {
            if (!why.empty()) throw std::runtime_error(why);  // was not created
            member.instance->start();
            log::info("the plugin has started",
                      {{"plugin", id}, {"version", member.instance->manifest().version}});
        } catch (const std::exception& e) {
            throw std::runtime_error("the plugin " + id + " does not start: " + e.what());
        }
    }

    void startOne(Member& member) {
        if (member.instance->state() == State::kFailed) return;  // was not created
        const config::Startup startup = member.slot.choice.startup;
        try {
            return startRequired(member);
        } catch (const std::exception& e) {
            if (startup == config::Startup::kRequired) throw;
            log::error("a plugin is not available", {{"reason", e.what()}});
        }
        if (startup != config::Startup::kRetry) return;
        member.restarter = std::make_shared<Restarter>(
            member.instance->manifest().id, [instance = member.instance] { instance->start(); },
            kFirstRetry, kLongestRetry);
    }

    static bool drain(const Member& member, steady_clock::time_point until) {
        const auto left = [until] {
            return std::max(milliseconds(0),
                            std::chrono::duration_cast<milliseconds>(until - steady_clock::now()));
        };
        const bool started = !member.restarter || member.restarter->stop(left());
        return member.instance->lane().drain(left()) && started;
    }

    // Whoever still holds the instance afterwards finds it stopped.
    static bool end(const Member& member, bool drained, steady_clock::time_point until) {
        if (drained && member.instance->stop(until)) {
            member.instance->destroy();
            return true;
        }
        log::error("a call has not returned: the plugin is not stopped",
                   {{"plugin", member.instance->manifest().id}});
        abandoned().push_back(member.instance);
        return false;
    }

    std::vector<Member> members_;   // in the order of the slots
    std::vector<Plugin*> plugins_;  // the same
    bool stopped_ = false;
    bool allStopped_ = true;
};

Registry::Registry(const config::Config& config, Services& services)
    : impl_(std::make_unique<Impl>(config, slotsToServe(config), services)) {}

Registry::Registry(const config::Config& config, const config::Choice& source, Services& services)
    : impl_(std::make_unique<Impl>(config, slotsToImport(config, source), services)) {}

Registry::Registry(StoreOnly /*only*/, const config::Config& config, Services& services)
    : impl_(std::make_unique<Impl>(config, slotsToExport(config), services)) {}

Registry::Registry(const config::Config& config, Services& services, const Registry& running)
    : impl_(std::make_unique<Impl>(config, slotsToServe(config), services, running.impl_.get())) {}

Registry::~Registry() = default;

void Registry::startCreatedExcept(const Plugin* except) {
    impl_->startCreatedExcept(except);
}

void Registry::startCreated(const Plugin& plugin) {
    impl_->startCreated(plugin);
}

bool Registry::stopOne(const Plugin& plugin, milliseconds atMost) {
    return impl_->stopOne(plugin, atMost);
}

void Registry::adopt(Registry& former) {
    impl_->adopt(*former.impl_);
}

bool Registry::shares(const Plugin& plugin) const noexcept {
    return impl_->shares(plugin);
}

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

std::vector<Plugin*> Registry::charts() noexcept {
    return impl_->allOf(Kind::kChart);
}

std::vector<Plugin*> Registry::all() noexcept {
    return impl_->all();
}

}  // namespace vuedeo::plugins
