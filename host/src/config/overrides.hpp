// --set key=value on the command line.
#pragma once
#include <string>
#include <vector>

#include "config/faults.hpp"
#include "config/node.hpp"

namespace vuedeo::config {

// Puts each "key=value" in its place, over what the file says there. The value is read as TOML and,
// when it is not TOML, taken as a string: --set log.level=debug.
void applyOverrides(const std::vector<std::string>& overrides, Node::Table& root, Faults& faults);

}  // namespace vuedeo::config
