// One rule of CONTRACT.md and the code that holds a plugin against it.
#pragma once
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "plugin_folder.hpp"

namespace vuedeo::check {

// What a check is given. Every check runs in a process of its own and loads the plugin itself.
struct Subject {
    const PluginFolder& plugin;
    std::string configJson;         // as given with --config, else "{}"
    std::filesystem::path scratch;  // an empty folder, gone afterwards
};

// Thrown by a check: the plugin breaks the rule, and how.
struct Broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Thrown by a check: it cannot be held against this plugin here, and why.
struct Skipped : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Check {
    std::string name;
    std::string rule;  // in one sentence
    std::string kind;  // of the manifest; empty: for every kind
    std::function<void(const Subject&)> run;
};

// All of them, in the order in which they are worth reading.
std::vector<Check> allChecks();

// One a file checks_....cpp.
std::vector<Check> moduleChecks();
std::vector<Check> configChecks();
std::vector<Check> lifeChecks();
std::vector<Check> callChecks();
std::vector<Check> videoChecks();
std::vector<Check> storeChecks();
std::vector<Check> chartChecks();
std::vector<Check> webChecks();

inline void require(bool held, const std::string& otherwise) {
    if (!held) throw Broken(otherwise);
}

}  // namespace vuedeo::check
