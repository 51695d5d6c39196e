#include "http/content_encoding.hpp"

#include <cstddef>
#include <optional>

#include "net/syntax.hpp"

namespace vuedeo::http {
namespace {

std::string_view nextItem(std::string_view& list) {
    const std::size_t comma = list.find(',');
    const std::string_view item = list.substr(0, comma);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    return net::trim(item);
}

// "gzip;q=0" is a refusal; any other weight is a yes, since what is offered is always smaller.
bool isRefused(std::string_view parameters) {
    const std::size_t weight = parameters.find("q=");
    if (weight == std::string_view::npos) return false;
    const std::string_view value = net::trim(parameters.substr(weight + 2));
    return value.find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

bool acceptsEncoding(std::string_view acceptEncoding, std::string_view coding) {
    std::optional<bool> any;
    while (!acceptEncoding.empty()) {
        const std::string_view item = nextItem(acceptEncoding);
        const std::size_t semicolon = item.find(';');
        const std::string_view name = net::trim(item.substr(0, semicolon));
        const bool accepted =
            semicolon == std::string_view::npos || !isRefused(item.substr(semicolon + 1));
        if (net::equalsIgnoringCase(name, coding)) return accepted;
        if (name == "*") any = accepted;
    }
    return any.value_or(false);
}

bool matchesEntityTag(std::string_view ifNoneMatch, std::string_view entityTag) {
    while (!ifNoneMatch.empty()) {
        std::string_view item = nextItem(ifNoneMatch);
        if (item.substr(0, 2) == "W/") item.remove_prefix(2);
        if (item == entityTag || item == "*") return true;
    }
    return false;
}

}  // namespace vuedeo::http
