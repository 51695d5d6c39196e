// From a TOML file, --set overrides, .env and the environment to a Config, or to the list of
// faults.
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "config/config.hpp"

namespace vuedeo::config {

// what(): every fault on a line of its own: "file:line:column: key: what is wrong, what would be
// right".
class ConfigError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// name -> value, or nothing.
using Environment = std::function<std::optional<std::string>(const std::string&)>;
// The process environment, and below it the .env file of this folder (if there is one).
Environment environmentWithDotEnv(const std::filesystem::path& folder);

// overrides: "key=value" as given to --set, the value in TOML syntax or, failing that, a string.
Config load(const std::filesystem::path& file, const std::vector<std::string>& overrides,
            const Environment& environment);

}  // namespace vuedeo::config
