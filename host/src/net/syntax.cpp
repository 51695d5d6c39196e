#include "net/syntax.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace vuedeo::net {
namespace {

using Set = std::array<bool, 256>;

constexpr Set letters(std::string_view others) {
    Set set{};
    for (int c = '0'; c <= '9'; ++c) set[static_cast<std::size_t>(c)] = true;
    for (int c = 'a'; c <= 'z'; ++c) set[static_cast<std::size_t>(c)] = true;
    for (int c = 'A'; c <= 'Z'; ++c) set[static_cast<std::size_t>(c)] = true;
    for (const char c : others) set[static_cast<unsigned char>(c)] = true;
    return set;
}

constexpr Set kToken = letters("!#$%&'*+-.^_`|~");
constexpr Set kHost = letters("-._~!$&'()*+;=:[]%");

bool allIn(std::string_view text, const Set& set) noexcept {
    return std::all_of(text.begin(), text.end(),
                       [&set](char c) { return set[static_cast<unsigned char>(c)]; });
}

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool isToken(std::string_view text) noexcept {
    return !text.empty() && allIn(text, kToken);
}

bool isHost(std::string_view text) noexcept {
    return allIn(text, kHost);
}

bool isFieldValue(std::string_view text) noexcept {
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7F;
    });
}

bool isRequestTarget(std::string_view text) noexcept {
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
}

std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](char x, char y) { return lower(x) == lower(y); });
}

bool listHolds(std::string_view list, std::string_view token) noexcept {
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        if (equalsIgnoringCase(trim(list.substr(0, comma)), token)) return true;
        list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    }
    return false;
}

}  // namespace vuedeo::net
