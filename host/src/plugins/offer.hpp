// Which plugins a configuration asks for, and what of it there is.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <vector>

#include "config/config.hpp"
#include "plugins/registry.hpp"

namespace vuedeo::plugins {

struct Slot {
    const char* key;  // of the configuration, which names the plugin
    Kind kind;
    config::Choice choice;
};

std::vector<Slot> slotsToServe(const config::Config& config);
std::vector<Slot> slotsToExport(const config::Config& config);
std::vector<Slot> slotsToImport(const config::Config& config, const config::Choice& source);

// The plugins that may be chosen: in safe mode only those that came with Vuedeo.
class Offer {
public:
    // Logs what is refused and what safe mode leaves out.
    explicit Offer(const config::Config& config);

    // By safe mode, which is for plugins that are broken, too: whether it is found does not matter.
    bool leavesOut(const Slot& slot) const;
    // The manifest of a chosen plugin. Throws std::runtime_error: why there is none. In safe mode
    // the chart of Vuedeo's own stands in for another, as a chart keeps nothing; stores and
    // providers keep what another would not find, so none stands in for them.
    Manifest choose(Slot& slot) const;

private:
    Discovery discovery_;
    const bool safeMode_;
};

// Tells a library from one that was installed in its place.
struct FileStamp {
    dev_t device = 0;
    ino_t inode = 0;
    int64_t modified_s = 0;

    bool operator==(const FileStamp& other) const noexcept {
        return device == other.device && inode == other.inode && modified_s == other.modified_s;
    }
};
FileStamp stampOf(const std::filesystem::path& file);

// How it was started does not matter to one that runs.
bool isSame(const config::Choice& a, const config::Choice& b);

}  // namespace vuedeo::plugins
