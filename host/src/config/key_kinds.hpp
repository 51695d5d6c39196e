// The kinds of keys that the table is made of. Each takes the member that its key stands for, as
// at(&Config::server, &Server::threads): it gives the default and takes the value.
#pragma once
#include <chrono>
#include <filesystem>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "config/faults.hpp"
#include "config/keys.hpp"

namespace vuedeo::config {

template <class Outer, class Inner>
auto at(Outer outer, Inner inner) {
    return [=](Config & config) -> auto& {
        return config.*outer.*inner;
    };
}
template <class Outer, class Middle, class Inner>
auto at(Outer outer, Middle middle, Inner inner) {
    return [=](Config & config) -> auto& {
        return config.*outer.*middle.*inner;
    };
}

inline std::string wrongType(const Node& node, std::string_view wanted) {
    return "is " + std::string(typeName(node)) + ", must be " + std::string(wanted);
}

// A text as a message may show it: nothing of what came from the environment or a file.
inline std::string shownText(const Node& node, const std::string& value) {
    return node.confidential ? "the value" : '"' + printable(value) + '"';
}

template <class T>
struct IsDuration : std::false_type {};
template <class Rep, class Period>
struct IsDuration<std::chrono::duration<Rep, Period>> : std::true_type {};

template <class Member>
Key integerKey(std::string name, int64_t least, int64_t most, Member member) {
    Config defaults;
    auto& standard = member(defaults);
    using Value = std::remove_reference_t<decltype(standard)>;
    std::string standardText;
    if constexpr (IsDuration<Value>::value) {
        standardText = std::to_string(standard.count());
    } else {
        standardText = std::to_string(standard);
    }
    const std::string range = std::to_string(least) + ".." + std::to_string(most);
    const auto set = [=](const Node& node, Config& config) -> std::optional<std::string> {
        const auto* number = std::get_if<int64_t>(&node.value);
        if (number == nullptr) return wrongType(node, "an integer " + range);
        if (*number < least || *number > most) {
            return std::to_string(*number) + " is out of range, must be " + range;
        }
        member(config) = static_cast<Value>(*number);
        return std::nullopt;
    };
    return {std::move(name), "integer", range, standardText, set};
}

// As TOML writes it, without zeros that say nothing.
inline std::string numberText(double number) {
    std::ostringstream text;
    text << number;
    return text.str();
}

template <class Member>
Key numberKey(std::string name, double least, double most, Member member) {
    Config defaults;
    const std::string range = numberText(least) + ".." + numberText(most);
    const auto set = [=](const Node& node, Config& config) -> std::optional<std::string> {
        const auto* whole = std::get_if<int64_t>(&node.value);
        const auto* number = std::get_if<double>(&node.value);
        if (whole == nullptr && number == nullptr) return wrongType(node, "a number " + range);
        const double value = whole != nullptr ? static_cast<double>(*whole) : *number;
        if (!(value >= least && value <= most))  // neither does NaN
            return numberText(value) + " is out of range, must be " + range;
        member(config) = value;
        return std::nullopt;
    };
    return {std::move(name), "number", range, numberText(member(defaults)), set};
}

template <class Member>
Key booleanKey(std::string name, Member member) {
    Config defaults;
    const auto set = [=](const Node& node, Config& config) -> std::optional<std::string> {
        const auto* value = std::get_if<bool>(&node.value);
        if (value == nullptr) return wrongType(node, "true or false");
        member(config) = *value;
        return std::nullopt;
    };
    return {std::move(name), "boolean", "true, false", member(defaults) ? "true" : "false", set};
}

template <class Value>
using Names = std::vector<std::pair<std::string, Value>>;

template <class Value, class Member>
Key choiceKey(std::string name, const Names<Value>& names, Member member) {
    Config defaults;
    std::string all;
    std::string standard;
    for (const auto& [text, value] : names) {
        all += (all.empty() ? "\"" : ", \"") + text + '"';
        if (value == member(defaults)) standard = '"' + text + '"';
    }
    const auto set = [=](const Node& node, Config& config) -> std::optional<std::string> {
        const auto* given = std::get_if<std::string>(&node.value);
        if (given == nullptr) return wrongType(node, "one of " + all);
        for (const auto& [text, value] : names) {
            if (text != *given) continue;
            member(config) = value;
            return std::nullopt;
        }
        return shownText(node, *given) + " is not one of " + all;
    };
    return {std::move(name), "string", all, standard, set};
}

template <class Member>
Key secretKey(std::string name, std::size_t leastLength, Member member) {
    const std::string range = std::to_string(leastLength) + " characters or more";
    const auto set = [=](const Node& node, Config& config) -> std::optional<std::string> {
        const auto* text = std::get_if<std::string>(&node.value);
        if (text == nullptr) {
            return wrongType(node, "a string, { env = \"NAME\" } or { file = \"path\" }");
        }
        if (text->size() < leastLength) {
            return "is too short, must have " + range + ": make one with \"openssl rand -hex 32\"";
        }
        member(config) = *text;
        return std::nullopt;
    };
    return {std::move(name), "string", range, "-", set};
}

// parse(text) gives the value to store or nothing; then `range` tells what would be right.
template <class Parse, class Store>
Key textKey(std::string name, std::string range, std::string standard, Parse parse, Store store) {
    const auto set = [=](const Node& node, Config& config) -> std::optional<std::string> {
        const auto* text = std::get_if<std::string>(&node.value);
        if (text == nullptr) return wrongType(node, "a string: " + range);
        auto value = parse(*text);
        if (!value) return shownText(node, *text) + " is not " + range;
        store(config, std::move(*value));
        return std::nullopt;
    };
    return {std::move(name), "string", range, std::move(standard), set};
}

inline std::filesystem::path placed(const Node& node, const std::filesystem::path& tomlFolder,
                                    const std::string& text) {
    const bool inFile = node.at.setKey.empty();
    return inFile ? (tomlFolder / text).lexically_normal() : std::filesystem::path(text);
}

template <class Member>
Key pathKey(std::string name, const std::filesystem::path& folder, std::string standard,
            Member member) {
    const auto set = [=](const Node& node, Config& config) -> std::optional<std::string> {
        const auto* text = std::get_if<std::string>(&node.value);
        if (text == nullptr) return wrongType(node, "a string: a path");
        if (text->empty()) return "is empty, must be a path";
        member(config) = placed(node, folder, *text);
        return std::nullopt;
    };
    return {std::move(name), "path", "-", std::move(standard), set};
}

template <class Member>
Key pathsKey(std::string name, const std::filesystem::path& folder, Member member) {
    const auto set = [=](const Node& node, Config& config) -> std::optional<std::string> {
        const auto* array = std::get_if<Node::Array>(&node.value);
        if (array == nullptr) return wrongType(node, "an array of paths");
        for (const Node& element : *array) {
            const auto* text = std::get_if<std::string>(&element.value);
            if (text == nullptr || text->empty()) {
                return "holds " + std::string(text ? "an empty string" : typeName(element)) +
                       ", must be an array of paths";
            }
            member(config).push_back(placed(element, folder, *text));
        }
        return std::nullopt;
    };
    return {std::move(name), "array of paths", "-", "[]", set};
}

template <class Member>
Key networksKey(std::string name, Member member) {
    const std::string range = R"(addresses and networks such as "10.0.0.0/8", "::1")";
    const auto set = [=](const Node& node, Config& config) -> std::optional<std::string> {
        const auto* array = std::get_if<Node::Array>(&node.value);
        if (array == nullptr) return wrongType(node, "an array of " + range);
        for (const Node& element : *array) {
            const auto* text = std::get_if<std::string>(&element.value);
            const auto network = text ? net::parseIpNetwork(*text) : std::nullopt;
            if (!network) {
                return "holds " +
                       (text ? shownText(element, *text) : std::string(typeName(element))) +
                       ", must be an array of " + range;
            }
            member(config).push_back(*network);
        }
        return std::nullopt;
    };
    return {std::move(name), "array of networks", range, "[]", set};
}

}  // namespace vuedeo::config
