// { env = "NAME" }, { env = "NAME", default = "text" } and { file = "path" } in place of a string.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "config/faults.hpp"
#include "config/load.hpp"
#include "config/node.hpp"

namespace vuedeo::config {

bool isReference(const Node& node);

class Secrets {
public:
    // folder: of the TOML file, to which the path of { file = ... } is relative.
    Secrets(const Environment& environment, std::filesystem::path folder, Faults& faults);

    // Replaces a reference by its text, marked as confidential; a fault and false when there is
    // none. Any other node stays as it is.
    bool resolve(std::string_view key, Node& node);
    // The same for all that the node holds; goes on after a fault.
    bool resolveAll(const std::string& key, Node& node);

private:
    bool readEnvironment(std::string_view key, const Node::Table& table, const Position& at,
                         std::string& text);
    bool readFileOf(std::string_view key, const Node::Table& table, const Position& at,
                    std::string& text);

    const Environment& environment_;
    std::filesystem::path folder_;
    Faults& faults_;
};

}  // namespace vuedeo::config
