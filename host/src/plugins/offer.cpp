#include "plugins/offer.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <system_error>

#include "telemetry/log.hpp"

namespace vuedeo::plugins {
namespace {

constexpr const char* kOwnChart = "chart-chartjs";

std::string listed(const Discovery& discovery, Kind kind) {
    std::string names;
    for (const Manifest& manifest : discovery.found) {
        if (manifest.kind == kind) names += (names.empty() ? "" : ", ") + manifest.id;
    }
    return names.empty() ? "none" : names;
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

std::vector<Slot> slotsToServe(const config::Config& config) {
    std::vector<Slot> slots{{"video.plugin", Kind::kVideoProvider, config.video},
                            {"metrics.plugin", Kind::kMetricsStore, config.metrics},
                            {"chart.plugin", Kind::kChart, config.chart}};
    if (config.safeMode) return slots;  // which has one chart whatever happens: enough
    for (const config::Choice& chart : config.furtherCharts) {
        slots.push_back({"chart.also", Kind::kChart, chart});
    }
    return slots;
}

std::vector<Slot> slotsToExport(const config::Config& config) {
    Slot slot{"metrics.plugin", Kind::kMetricsStore, config.metrics};
    slot.choice.startup = config::Startup::kRequired;
    return {slot};
}

std::vector<Slot> slotsToImport(const config::Config& config, const config::Choice& source) {
    std::vector<Slot> slots = slotsToExport(config);
    slots.push_back({"import.plugin", Kind::kSampleSource, source});
    slots.back().choice.startup = config::Startup::kRequired;
    return slots;
}

Offer::Offer(const config::Config& config)
    : discovery_(discover(config.pluginPath)), safeMode_(config.safeMode) {
    for (const Refusal& refusal : discovery_.refused) {
        log::warning("a plugin is refused",
                     {{"folder", refusal.folder}, {"reason", refusal.reason}});
    }
    if (!safeMode_) return;
    for (const Manifest& manifest : discovery_.found) {
        if (isInstalled(manifest)) continue;
        log::warning("safe mode leaves out a plugin",
                     {{"plugin", manifest.id}, {"folder", manifest.folder.string()}});
    }
    discovery_ = discover({config.pluginPath.back()});
}

bool Offer::leavesOut(const Slot& slot) const {
    const std::string& id = slot.choice.plugin;
    const auto is = [&id](const Manifest& manifest) { return manifest.id == id; };
    const auto isIn = [&id](const Refusal& refusal) {
        return std::filesystem::path(refusal.folder).filename() == id;
    };
    return safeMode_ && std::none_of(discovery_.found.begin(), discovery_.found.end(), is) &&
           std::none_of(discovery_.refused.begin(), discovery_.refused.end(), isIn);
}

Manifest Offer::choose(Slot& slot) const {
    if (leavesOut(slot)) {
        if (slot.kind != Kind::kChart) {
            throw std::runtime_error(
                "it is left out: it does not come with Vuedeo, and this server runs in safe mode. "
                "Start it without --safe-mode");
        }
        log::warning("in safe mode another chart stands in",
                     {{"for", slot.choice.plugin}, {"plugin", kOwnChart}});
        slot.choice.plugin = kOwnChart;
        slot.choice.configJson = "{}";
        slot.choice.confidential.clear();
    }
    const std::string& id = slot.choice.plugin;
    const std::string where = std::string(slot.key) + " = \"" + id + "\": ";
    const auto found = std::find_if(discovery_.found.begin(), discovery_.found.end(),
                                    [&id](const Manifest& m) { return m.id == id; });
    if (found != discovery_.found.end()) {
        if (found->kind == slot.kind) {
            requireWeb(*found);
            return *found;
        }
        throw std::runtime_error(where + "this plugin is of kind \"" + toString(found->kind) +
                                 "\". Of kind \"" + toString(slot.kind) +
                                 "\" there are: " + listed(discovery_, slot.kind));
    }
    for (const Refusal& refusal : discovery_.refused) {
        if (std::filesystem::path(refusal.folder).filename() == id) {
            throw std::runtime_error(where + refusal.folder + ": " + refusal.reason);
        }
    }
    throw std::runtime_error(where + "there is no such plugin. Of kind \"" + toString(slot.kind) +
                             "\" there are: " + listed(discovery_, slot.kind) +
                             ". Install it, or name its parent folder in plugins.path");
}

FileStamp stampOf(const std::filesystem::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) return {};
    return {info.st_dev, info.st_ino, info.st_mtime};
}

bool isSame(const config::Choice& a, const config::Choice& b) {
    return a.plugin == b.plugin && a.maxConcurrency == b.maxConcurrency &&
           a.maxQueued == b.maxQueued && a.deadline == b.deadline && a.configJson == b.configJson &&
           a.confidential == b.confidential;
}

}  // namespace vuedeo::plugins
