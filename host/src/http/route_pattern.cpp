#include "http/route_pattern.hpp"

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <utility>

#include "http/text.hpp"

namespace vuedeo::http {
namespace {

bool isAllowedSegment(std::string_view segment) {
    using namespace std::string_view_literals;
    return segment != "." && segment != ".." &&
           segment.find_first_of("/\\\0"sv) == std::string_view::npos;
}

bool isName(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

}  // namespace

std::optional<PathSegments> splitPath(std::string_view path) {
    if (path.empty() || path.front() != '/') return std::nullopt;
    PathSegments segments;
    std::size_t begin = 1;
    for (;;) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        auto segment = percentDecode(path.substr(begin, end - begin), Plus::kIsPlus);
        if (!segment || !isAllowedSegment(*segment)) return std::nullopt;
        segments.push_back(std::move(*segment));
        if (end == path.size()) return segments;
        begin = end + 1;
    }
}

RoutePattern::RoutePattern(const std::string& pattern) {
    if (pattern.empty() || pattern.front() != '/') {
        throw std::invalid_argument("A route must begin with '/': " + pattern);
    }
    for (std::size_t begin = 1;;) {
        const std::size_t end = std::min(pattern.find('/', begin), pattern.size());
        if (!segments_.empty() && segments_.back().kind == Kind::kRest) {
            throw std::invalid_argument("Nothing may follow {name...}: " + pattern);
        }
        segments_.push_back(compile(pattern.substr(begin, end - begin)));
        if (end == pattern.size()) return;
        begin = end + 1;
    }
}

RoutePattern::Segment RoutePattern::compile(const std::string& text) {
    if (text.find_first_of("{}") == std::string::npos) return {Kind::kLiteral, text};
    std::string_view name = text;
    Kind kind = Kind::kPart;
    if (name.size() > 5 && name.substr(name.size() - 4) == "...}") {
        kind = Kind::kRest;
        name.remove_suffix(4);
    } else if (name.back() == '}') {
        name.remove_suffix(1);
    }
    const bool braces = text.front() == '{' && text.back() == '}';
    if (!braces || !isName(name.substr(1))) {
        throw std::invalid_argument("A route's part must be text, {name} or {name...}: " + text);
    }
    return {kind, std::string(name.substr(1))};
}

std::optional<RouteParams> RoutePattern::match(const PathSegments& path) const {
    const bool rest = segments_.back().kind == Kind::kRest;
    if (rest ? path.size() < segments_.size() : path.size() != segments_.size()) {
        return std::nullopt;
    }
    RouteParams params;
    for (std::size_t i = 0; i < segments_.size(); ++i) {
        const Segment& segment = segments_[i];
        if (segment.kind == Kind::kLiteral) {
            if (path[i] != segment.text) return std::nullopt;
            continue;
        }
        std::string value = path[i];
        if (segment.kind == Kind::kRest) {
            for (std::size_t n = i + 1; n < path.size(); ++n) value += '/' + path[n];
        }
        if (value.empty()) return std::nullopt;
        params[segment.text] = std::move(value);
    }
    return params;
}

bool RoutePattern::isBefore(const RoutePattern& other) const noexcept {
    const std::size_t common = std::min(segments_.size(), other.segments_.size());
    for (std::size_t i = 0; i < common; ++i) {
        if (segments_[i].kind != other.segments_[i].kind) {
            return segments_[i].kind < other.segments_[i].kind;
        }
    }
    return false;
}

}  // namespace vuedeo::http
