#include "config/new_plugin.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <vector>

#include "config/faults.hpp"
#include "config/options.hpp"

namespace vuedeo::config {
namespace {

namespace fs = std::filesystem;

bool isPluginName(std::string_view name) {
    const auto isAlphanumeric = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    };
    return !name.empty() && name.size() <= 64 && name.front() >= 'a' && name.front() <= 'z' &&
           std::all_of(name.begin(), name.end(),
                       [&](char c) { return isAlphanumeric(c) || c == '-' || c == '.'; });
}

// "video-acme" -> "VideoAcme"
std::string classNameOf(std::string_view name) {
    std::string result;
    bool begins = true;
    for (const char c : name) {
        const bool separates = c == '-' || c == '.';
        if (!separates) {
            result += begins ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        }
        begins = separates;
    }
    return result;
}

void replaceAll(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

std::string readTemplate(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) throw std::runtime_error(file.string() + ": cannot be read");
    return text;
}

void write(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary);
    out << text;
    if (!out.flush()) throw std::runtime_error(file.string() + ": cannot be written");
}

std::vector<std::string> kindsIn(const fs::path& templates) {
    std::vector<std::string> kinds;
    std::error_code none;  // then there are no templates: said below
    for (const auto& entry : fs::directory_iterator(templates, none)) {
        kinds.push_back(entry.path().filename().string());
    }
    std::sort(kinds.begin(), kinds.end());
    return kinds;
}

void check(const fs::path& templates, const NewPlugin& wanted) {
    const std::vector<std::string> kinds = kindsIn(templates);
    if (kinds.empty()) {
        throw UsageError("vuedeo: " + templates.string() +
                         " has no templates: install the SDK there");
    }
    if (std::find(kinds.begin(), kinds.end(), wanted.kind) == kinds.end()) {
        std::string known;
        for (const std::string& kind : kinds) known += (known.empty() ? "" : ", ") + kind;
        throw UsageError("vuedeo: there is no template \"" + printable(wanted.kind) +
                         "\"; there are: " + known);
    }
    if (!isPluginName(wanted.name)) {
        throw UsageError("vuedeo: \"" + printable(wanted.name) +
                         "\" cannot be a plugin's name: it must be 1..64 of a-z 0-9 . - "
                         "beginning with a letter");
    }
    if (fs::exists(wanted.folder) &&
        !(fs::is_directory(wanted.folder) && fs::is_empty(wanted.folder))) {
        throw UsageError("vuedeo: " + wanted.folder.string() +
                         " is there already: name a new or an empty folder");
    }
}

}  // namespace

void writeNewPlugin(const fs::path& templates, const NewPlugin& wanted) {
    check(templates, wanted);
    const fs::path from = templates / wanted.kind;
    const std::string templateName = wanted.kind + "-template";
    for (const auto& entry : fs::recursive_directory_iterator(from)) {
        if (!entry.is_regular_file()) continue;
        std::string text = readTemplate(entry.path());
        replaceAll(text, templateName, wanted.name);
        replaceAll(text, classNameOf("template-" + wanted.kind), classNameOf(wanted.name));
        write(wanted.folder / entry.path().lexically_relative(from), text);
    }
}

}  // namespace vuedeo::config
