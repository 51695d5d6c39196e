#include "config/overrides.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "config/toml_reader.hpp"

namespace vuedeo::config {
namespace {

constexpr std::size_t kMaxKeyParts = 16;

// "plugins.video-mesh.turn_secret" to its parts; nothing when one is empty or has other characters
// than a bare TOML key.
std::optional<std::vector<std::string>> splitKey(std::string_view key) {
    const auto bare = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    };
    std::vector<std::string> parts(1);
    for (const char character : key) {
        if (character == '.') {
            parts.emplace_back();
        } else if (bare(character)) {
            parts.back() += character;
        } else {
            return std::nullopt;
        }
    }
    const bool good = parts.size() <= kMaxKeyParts &&
                      std::none_of(parts.begin(), parts.end(),
                                   [](const std::string& part) { return part.empty(); });
    return good ? std::optional(parts) : std::nullopt;
}

void mark(Node& node, const Position& at) {
    node.at = at;
    if (auto* array = std::get_if<Node::Array>(&node.value)) {
        for (Node& element : *array) mark(element, at);
    }
    if (auto* table = std::get_if<Node::Table>(&node.value)) {
        for (Member& member : *table) {
            member.at = at;
            mark(member.node, at);
        }
    }
}

Node valueOf(std::string_view text, const Position& at) {
    Node node;
    node.value = std::string(text);
    try {
        Node::Table parsed = parseToml("value = " + std::string(text));
        const bool oneValue = parsed.size() == 1 && parsed.front().key == "value";
        if (oneValue) node = std::move(parsed.front().node);
    } catch (const SyntaxError&) {
        // Not TOML, so it is the string itself: that is what --set promises.
    }
    mark(node, at);
    return node;
}

Member& memberFor(Node::Table& table, const std::string& key, const Position& at) {
    if (Member* member = findMember(table, key)) return *member;
    Node node;
    node.value = Node::Table{};
    node.at = at;
    table.push_back({key, at, std::move(node)});
    return table.back();
}

}  // namespace

void applyOverrides(const std::vector<std::string>& overrides, Node::Table& root, Faults& faults) {
    for (const std::string& override : overrides) {
        const std::size_t equals = override.find('=');
        const std::string key = override.substr(0, equals);
        const auto parts = splitKey(key);
        if (equals == std::string::npos || !parts) {
            const Position nowhere{0, 0, equals == std::string::npos ? "..." : key};
            faults.add(nowhere, nowhere.setKey,
                       "is no key=value such as --set server.listen=0.0.0.0:3000");
            continue;
        }
        const Position at{0, 0, key};
        const std::string value = override.substr(equals + 1);
        if (!isText(value)) {
            faults.add(at, key, "is not UTF-8 text");
            continue;
        }
        Node::Table* table = &root;
        for (std::size_t i = 0; i + 1 < parts->size(); ++i) {
            Node& inner = memberFor(*table, (*parts)[i], at).node;
            if (!std::holds_alternative<Node::Table>(inner.value)) inner.value = Node::Table{};
            table = &std::get<Node::Table>(inner.value);
        }
        Member& member = memberFor(*table, parts->back(), at);
        member.at = at;
        member.node = valueOf(value, at);
    }
}

}  // namespace vuedeo::config
