#include "config/secrets.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "config/files.hpp"

namespace vuedeo::config {
namespace {

constexpr std::size_t kMaxSecretBytes = 65'536;

const std::string* textMember(const Node::Table& table, std::string_view key) {
    const Member* member = findMember(table, key);
    return member == nullptr ? nullptr : std::get_if<std::string>(&member->node.value);
}

void trimTrailingNewline(std::string& text) {
    if (!text.empty() && text.back() == '\n') text.pop_back();
    if (!text.empty() && text.back() == '\r') text.pop_back();
}

}  // namespace

// Only these keys make a reference: a plugin's own table may well have an "env" among others.
bool isReference(const Node& node) {
    const auto* table = std::get_if<Node::Table>(&node.value);
    if (table == nullptr) return false;
    bool names = false;
    for (const Member& member : *table) {
        if (member.key == "env" || member.key == "file") {
            names = true;
        } else if (member.key != "default") {
            return false;
        }
    }
    return names;
}

Secrets::Secrets(const Environment& environment, std::filesystem::path folder, Faults& faults)
    : environment_(environment), folder_(std::move(folder)), faults_(faults) {}

bool Secrets::resolve(std::string_view key, Node& node) {
    if (!isReference(node)) return true;
    const auto& table = std::get<Node::Table>(node.value);
    for (const Member& member : table) {
        const auto* text = std::get_if<std::string>(&member.node.value);
        if (text == nullptr || (text->empty() && member.key != "default")) {
            faults_.add(member.node.at, key, member.key + " must be a string that is not empty");
            return false;
        }
    }
    const bool fromFile = findMember(table, "file") != nullptr;
    if (fromFile && table.size() > 1) {
        faults_.add(node.at, key,
                    "takes { env = \"NAME\", default = \"text\" } or { file = \"path\" }, "
                    "not both; default goes with env only");
        return false;
    }
    std::string text;
    if (!(fromFile ? readFileOf(key, table, node.at, text)
                   : readEnvironment(key, table, node.at, text))) {
        return false;
    }
    node.value = std::move(text);
    node.confidential = true;
    return true;
}

bool Secrets::readEnvironment(std::string_view key, const Node::Table& table, const Position& at,
                              std::string& text) {
    const std::string& name = *textMember(table, "env");
    // An empty variable is a forgotten one, as the shell's ${NAME:-default} has it.
    const std::optional<std::string> value = environment_(name);
    if (value && !value->empty()) {
        if (!isText(*value)) {
            faults_.add(at, key,
                        "the environment variable " + printable(name) + " is not UTF-8 text");
            return false;
        }
        text = *value;
        return true;
    }
    const std::string* otherwise = textMember(table, "default");
    if (otherwise == nullptr) {
        faults_.add(at, key,
                    "the environment variable " + printable(name) +
                        " is not set or empty: set it, or write it into .env as " +
                        printable(name) + "=...");
        return false;
    }
    text = *otherwise;
    return true;
}

bool Secrets::readFileOf(std::string_view key, const Node::Table& table, const Position& at,
                         std::string& text) {
    const std::filesystem::path path = folder_ / *textMember(table, "file");
    const std::string shown = "the file " + printable(path.string(), 4096);
    try {
        text = readFile(path, kMaxSecretBytes);
    } catch (const std::runtime_error& error) {
        faults_.add(at, key,
                    shown + " cannot be read (" + error.what() +
                        "): create it with the secret as its only line, readable by this user");
        return false;
    }
    trimTrailingNewline(text);
    if (text.empty() || !isText(text)) {
        faults_.add(
            at, key,
            shown + (text.empty() ? " is empty: write the secret into it" : " is not UTF-8 text"));
        return false;
    }
    return true;
}

bool Secrets::resolveAll(const std::string& key, Node& node) {
    if (isReference(node)) return resolve(key, node);
    bool good = true;
    if (auto* table = std::get_if<Node::Table>(&node.value)) {
        for (Member& member : *table) {
            good = resolveAll(key + '.' + member.key, member.node) && good;
        }
    }
    if (auto* array = std::get_if<Node::Array>(&node.value)) {
        for (std::size_t i = 0; i < array->size(); ++i) {
            good = resolveAll(key + '[' + std::to_string(i) + ']', (*array)[i]) && good;
        }
    }
    return good;
}

}  // namespace vuedeo::config
