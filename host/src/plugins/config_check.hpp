// A plugin's configuration table held against the JSON Schema that the plugin states for it.
#pragma once
#include <string>

namespace vuedeo::plugins {

// Throws std::runtime_error: "file:line: plugins.<id>.<key>: what is wrong and what would be
// right". Values are never repeated: they may be secrets. source: "file:line" of the table.
void checkConfig(const std::string& pluginId, const char* schemaJson, const std::string& configJson,
                 const std::string& source);

}  // namespace vuedeo::plugins
