// Collects what is wrong with a configuration, so that an administrator sees all of it at once.
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "config/node.hpp"

namespace vuedeo::config {

class Faults {
public:
    explicit Faults(const std::filesystem::path& file);

    // what: what is wrong and what would be right, without a secret's value.
    void add(const Position& at, std::string_view key, std::string_view what);
    bool empty() const noexcept { return faults_.empty(); }
    void throwIfAny();  // ConfigError, in the order of the file

    // "file:line" of a place, for messages that come later.
    std::string place(const Position& at) const;

private:
    struct Fault {
        Position at;
        std::string text;
    };
    std::string file_;
    std::vector<Fault> faults_;
    std::size_t omitted_ = 0;
};

// Text from outside as it may stand in a message: control characters escaped, long text cut.
std::string printable(std::string_view text, std::size_t maxBytes = 80);

// Whether all of it is well-formed UTF-8 (RFC 3629) without a NUL.
bool isText(std::string_view text);

// The candidate that is a few typing errors away from text at most; empty when there is none.
std::string nearest(std::string_view text, const std::vector<std::string>& candidates);

}  // namespace vuedeo::config
