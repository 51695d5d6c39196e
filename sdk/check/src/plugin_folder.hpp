// A plugin as it lies on the disk: its manifest, and its library once it is loaded.
#pragma once
#include <vuedeo/abi.h>

#include <filesystem>
#include <string>

namespace vuedeo::check {

struct PluginFolder {
    std::filesystem::path folder;   // absolute
    std::filesystem::path library;  // absolute
    std::string id;
    std::string kind;
    std::string version;
    int64_t abi = 0;
    std::string webModule;  // the file's name in folder/web, or empty
};

// Throws std::runtime_error: what is wrong with manifest.toml, and what would be right.
PluginFolder readPluginFolder(const std::filesystem::path& folder);

// All symbols are bound at once, as the host does it. Throws std::runtime_error with the loader's
// text.
const vuedeo_module& loadModule(const PluginFolder& plugin);

// "vuedeo.chart/1" for "chart"; empty for a kind that is not known.
std::string interfaceOf(const std::string& kind);

}  // namespace vuedeo::check
