// A plugin's TOML table as the JSON that the plugin receives.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "config/faults.hpp"
#include "config/node.hpp"

namespace vuedeo::config {

// Dates and times become strings. Infinity and NaN, which JSON does not know, are faults.
nlohmann::json toJson(const std::string& key, const Node& node, Faults& faults);

}  // namespace vuedeo::config
