// The pattern of a route, compiled: "/api/v1/rooms/{room}", "/plugins/{id}/{file...}".
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vuedeo::http {

using RouteParams = std::map<std::string, std::string>;

// A path as a list of decoded segments. "/a/b" has two, "/" one that is empty.
using PathSegments = std::vector<std::string>;

// Nothing for a path that no route may see: one with bad percent escapes, or with a decoded segment
// that is "." or "..", or that holds '/', '\\' or a NUL.
std::optional<PathSegments> splitPath(std::string_view path);

class RoutePattern {
public:
    // Throws std::invalid_argument for a pattern that is not one.
    explicit RoutePattern(const std::string& pattern);

    // Nothing if the path does not match. More literal parts first is not decided here, but by
    // isBefore().
    std::optional<RouteParams> match(const PathSegments& path) const;
    // Whether this pattern is to be tried before the other: a literal part before a {part}, that
    // before {rest...}.
    bool isBefore(const RoutePattern& other) const noexcept;

private:
    enum class Kind { kLiteral, kPart, kRest };
    struct Segment {
        Kind kind;
        std::string text;  // the literal, or the name
    };
    static Segment compile(const std::string& text);

    std::vector<Segment> segments_;
};

}  // namespace vuedeo::http
