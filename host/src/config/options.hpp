// The command line.
#pragma once
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "config/new_plugin.hpp"

namespace vuedeo::config {

enum class Action {
    kServe,
    kCheckConfig,
    kListPlugins,
    kNewPlugin,
    kImport,
    kExport,
    kPrintVersion,
    kPrintHelp
};

// What `vuedeo export` is told, as it stands there.
struct Export {
    std::string room;
    std::string format = "csv";
    std::string participant;  // empty: all
    std::string from;         // empty: since the first sample
    std::string to;           // empty: until the last
    std::string output;       // a file; empty: standard output
};

struct Options {
    Action action = Action::kServe;
    std::filesystem::path config;        // --config; set when it is needed
    std::vector<std::string> overrides;  // --set, in order: the last one of a key wins
    bool safeMode = false;               // --safe-mode
    NewPlugin newPlugin;                 // with kNewPlugin
    Export exported;                     // with kExport
    std::string importSource;            // kImport: the plugin that reads
    std::string importConnection;        //   and where; may hold a password
};

// what(): what is wrong and what would be right, for standard error; the exit status is 2.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Main thread only (getopt). Throws UsageError.
Options parseOptions(int argc, char* const argv[]);

std::string helpText();
std::string version();  // "1.0.0"
std::string versionText();

}  // namespace vuedeo::config
