// The command line.
#pragma once
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace vuedeo::config {

enum class Action { kServe, kCheckConfig, kListPlugins, kPrintVersion, kPrintHelp };

struct Options {
    Action action = Action::kServe;
    std::filesystem::path config;        // --config; set unless only version or help is asked for
    std::vector<std::string> overrides;  // --set, in order: the last one of a key wins
};

// what(): what is wrong and what would be right, for standard error; the exit status is 2.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Main thread only (getopt). Throws UsageError.
Options parseOptions(int argc, char* const argv[]);

std::string helpText();
std::string versionText();

}  // namespace vuedeo::config
