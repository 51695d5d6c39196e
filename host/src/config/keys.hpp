// The table of keys: what a configuration may say, in one place. config/README.md documents each
// row.
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "config/node.hpp"

namespace vuedeo::config {

constexpr const char* kRequiredKey = "required";

struct Key {
    std::string name;      // "server.listen"
    std::string type;      // "string", "integer", "number", "boolean", "path", "array of paths"
    std::string range;     // for people: "0..256"
    std::string standard;  // the default as TOML; "-": empty; kRequiredKey
    // Stores the node, or says what is wrong with it and what would be right.
    std::function<std::optional<std::string>(const Node&, Config&)> set;
};

// tomlFolder: what the relative paths in a TOML file are relative to. Those of --set, and data_dir
// always, are relative to the working directory.
std::vector<Key> keyTable(const std::filesystem::path& tomlFolder);

}  // namespace vuedeo::config
