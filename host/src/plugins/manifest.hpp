// manifest.toml: what a plugin says of itself before any of its code runs.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace vuedeo::plugins {

enum class Kind { kVideoProvider, kMetricsStore, kChart, kSampleSource };
const char* toString(Kind kind) noexcept;  // "video-provider", "metrics-store" ...

struct Manifest {
    std::string id;  // = the folder's name; 1..64 of a-z 0-9 . -
    Kind kind = Kind::kVideoProvider;
    std::string version;  // of the plugin, semver
    std::string name;     // for people
    std::string description;
    unsigned abi = 0;               // major
    std::filesystem::path folder;   // absolute
    std::filesystem::path library;  // absolute
    std::string webModule;          // plain file name in folder/web/, or empty
    std::map<std::string, std::vector<std::string>> csp;  // directive -> sources its page needs
    std::vector<std::string> ignored;  // "file:line: ..." of keys that this version does not know
};

// Reads folder/manifest.toml. Unknown keys may be of a later version: ignored, and listed.
// Throws std::runtime_error: file, line, what is wrong and what would be right.
Manifest readManifest(const std::filesystem::path& folder);

}  // namespace vuedeo::plugins
