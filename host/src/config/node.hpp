// A parsed TOML document as the loader sees it: values with their place, members in the file's
// order.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vuedeo::config {

struct Position {
    uint32_t line = 0;  // 0: not in the file
    uint32_t column = 0;
    std::string setKey;  // "server.listen" when it comes from --set server.listen=...
};

struct Member;

struct Timestamp {
    std::string rfc3339;  // also a TOML local date or time, which RFC 3339 calls partial
};

struct Node {
    using Array = std::vector<Node>;
    using Table = std::vector<Member>;

    std::variant<std::string, int64_t, double, bool, Timestamp, Array, Table> value;
    Position at;
    bool confidential = false;  // taken from the environment or a file: stands in no message
};

struct Member {
    std::string key;
    Position at;
    Node node;
};

inline Member* findMember(Node::Table& table, std::string_view key) {
    for (Member& member : table) {
        if (member.key == key) return &member;
    }
    return nullptr;
}
inline const Member* findMember(const Node::Table& table, std::string_view key) {
    for (const Member& member : table) {
        if (member.key == key) return &member;
    }
    return nullptr;
}

// "a string", "an integer" ...: the type as a message names it.
inline std::string_view typeName(const Node& node) {
    constexpr std::string_view kNames[] = {
        "a string", "an integer", "a floating-point number", "true or false", "a date or time",
        "an array", "a table"};
    return kNames[node.value.index()];
}

}  // namespace vuedeo::config
