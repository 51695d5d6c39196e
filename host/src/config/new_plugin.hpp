// `vuedeo new-plugin KIND NAME DIR`: a plugin to start from, copied from the SDK's templates.
#pragma once
#include <filesystem>
#include <string>

namespace vuedeo::config {

struct NewPlugin {
    std::string kind;  // the name of a template
    std::string name;  // the plugin's id
    std::filesystem::path folder;
};

// Copies templates/<kind> into the folder, which is made or must be empty, under the plugin's own
// name. Throws UsageError (what is wrong and what would be right), or std::runtime_error when a
// file cannot be read or written.
void writeNewPlugin(const std::filesystem::path& templates, const NewPlugin& wanted);

}  // namespace vuedeo::config
