// vuedeo-plugin-check: holds a plugin against CONTRACT.md, without the host.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

#include "check.hpp"
#include "runner.hpp"

namespace vuedeo::check {
namespace {

constexpr std::chrono::seconds kLimit{60};
constexpr const char* kUsage = R"(vuedeo-plugin-check [options] PLUGIN_DIR

Holds a plugin against the contract of the SDK (share/doc/vuedeo/sdk/CONTRACT.md): each check in a
process of its own, with a limit of a minute. The exit code is the number of checks that failed.

  --config JSON   the plugin's configuration, as the host would give it; default {}
  --only REGEX    the checks whose name matches
  --list          names the checks and their rules, and runs none
  --json          the results as a JSON document
  --in-process    runs the checks in this process, for a debugger
)";

struct Options {
    std::string folder;
    std::string config = "{}";
    std::string only = ".*";
    bool list = false;
    bool json = false;
    bool inProcess = false;
};

Options parse(const std::vector<std::string>& arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        const auto value = [&] {
            if (++i == arguments.size()) throw std::invalid_argument(argument + " needs a value");
            return arguments[i];
        };
        if (argument == "--config") {
            options.config = value();
        } else if (argument == "--only") {
            options.only = value();
        } else if (argument == "--list") {
            options.list = true;
        } else if (argument == "--json") {
            options.json = true;
        } else if (argument == "--in-process") {
            options.inProcess = true;
        } else if (argument.rfind("--", 0) == 0 || !options.folder.empty()) {
            throw std::invalid_argument("what is " + argument + "?");
        } else {
            options.folder = argument;
        }
    }
    if (options.folder.empty() && !options.list)
        throw std::invalid_argument("PLUGIN_DIR is missing");
    return options;
}

std::vector<Check> chosen(const Options& options, const std::string& kind) {
    const std::regex only(options.only);
    std::vector<Check> checks = allChecks();
    const auto other = [&](const Check& check) {
        return !std::regex_search(check.name, only) ||
               (!kind.empty() && !check.kind.empty() && check.kind != kind);
    };
    checks.erase(std::remove_if(checks.begin(), checks.end(), other), checks.end());
    return checks;
}

int list(const Options& options) {
    for (const Check& check : chosen(options, "")) {
        std::printf("%-26s %s%s\n", check.name.c_str(),
                    check.kind.empty() ? "" : (check.kind + ": ").c_str(), check.rule.c_str());
    }
    return 0;
}

void print(const Check& check, const Result& result) {
    std::printf("%-8s %s\n", toString(result.verdict), check.name.c_str());
    if (result.verdict == Verdict::kBroken) std::printf("         rule: %s\n", check.rule.c_str());
    if (!result.why.empty()) std::printf("         %s\n", result.why.c_str());
    std::fflush(stdout);
}

int run(const Options& options) {
    const PluginFolder plugin = readPluginFolder(options.folder);
    auto results = nlohmann::json::array();
    int failed = 0;
    for (const Check& check : chosen(options, plugin.kind)) {
        const Result result = options.inProcess ? runHere(check, plugin, options.config)
                                                : runApart(check, plugin, options.config, kLimit);
        if (result.verdict == Verdict::kBroken) ++failed;
        if (!options.json) print(check, result);
        results.push_back({{"check", check.name},
                           {"rule", check.rule},
                           {"result", toString(result.verdict)},
                           {"why", result.why}});
    }
    if (options.json) {
        std::printf("%s\n", nlohmann::json({{"plugin", plugin.id}, {"checks", results}})
                                .dump(2, ' ', false, nlohmann::json::error_handler_t::replace)
                                .c_str());
    } else {
        std::printf("\n%zu checks of %s, %d failed\n", results.size(), plugin.id.c_str(), failed);
    }
    return std::min(failed, 100);
}

}  // namespace

std::vector<Check> allChecks() {
    std::vector<Check> all;
    for (const auto& group : {moduleChecks(), configChecks(), lifeChecks(), callChecks(),
                              videoChecks(), storeChecks(), chartChecks(), webChecks()}) {
        std::copy(group.begin(), group.end(), std::back_inserter(all));
    }
    return all;
}

}  // namespace vuedeo::check

int main(int argc, char** argv) {
    using namespace vuedeo::check;
    try {
        const std::vector<std::string> arguments(argv + 1, argv + argc);
        if (std::find(arguments.begin(), arguments.end(), "--help") != arguments.end()) {
            std::fputs(kUsage, stdout);
            return 0;
        }
        const Options options = parse(arguments);
        return options.list ? list(options) : run(options);
    } catch (const std::invalid_argument& error) {
        std::fprintf(stderr, "vuedeo-plugin-check: %s\n\n%s", error.what(), kUsage);
        return 101;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "vuedeo-plugin-check: %s\n", error.what());
        return 102;
    }
}
