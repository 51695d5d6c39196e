// TOML text to Nodes: the only unit that knows the TOML library.
#pragma once
#include <stdexcept>
#include <string_view>

#include "config/node.hpp"

namespace vuedeo::config {

class SyntaxError : public std::runtime_error {
public:
    SyntaxError(const std::string& what, uint32_t line, uint32_t column)
        : std::runtime_error(what), at{line, column, {}} {}
    Position at;
};

// Throws SyntaxError, whose text repeats no value. Nesting is bounded before anything is parsed.
Node::Table parseToml(std::string_view text);

}  // namespace vuedeo::config
