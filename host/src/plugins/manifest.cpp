#include "plugins/manifest.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>

#include "config/files.hpp"
#include "config/toml_reader.hpp"

namespace vuedeo::plugins {
namespace {

using config::Node;

constexpr std::size_t kMaxText = 200;
constexpr std::size_t kMaxCspSources = 32;
constexpr std::size_t kMaxManifestBytes = 64 * 1024;

constexpr std::array<std::pair<std::string_view, Kind>, 4> kKinds = {{
    {"video-provider", Kind::kVideoProvider},
    {"metrics-store", Kind::kMetricsStore},
    {"chart", Kind::kChart},
    {"sample-source", Kind::kSampleSource},
}};

// Those that a page may widen. frame-ancestors, base-uri, form-action and the like stay the host's.
constexpr std::array<std::string_view, 10> kCspDirectives = {
    "child-src",    "connect-src", "font-src",   "frame-src", "img-src",
    "manifest-src", "media-src",   "script-src", "style-src", "worker-src"};

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}

bool isAlphanumeric(char c) {
    return isDigit(c) || isLower(c) || (c >= 'A' && c <= 'Z');
}

bool isId(std::string_view text) {
    return !text.empty() && text.size() <= 64 && text.front() != '.' && text.front() != '-' &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return isLower(c) || isDigit(c) || c == '.' || c == '-'; });
}

bool isPlainFileName(std::string_view text) {
    return !text.empty() && text.size() <= 128 && text.front() != '.' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return isAlphanumeric(c) || c == '.' || c == '-' || c == '_' || c == '+';
           });
}

// MAJOR.MINOR.PATCH, then optionally -pre.release and +build: semver.org, 2.0.0.
bool isSemver(std::string_view text) {
    if (text.size() > 64) return false;
    std::size_t at = 0;
    for (int part = 0; part < 3; ++part) {
        if (part > 0 && (at >= text.size() || text[at++] != '.')) return false;
        const std::size_t begin = at;
        while (at < text.size() && isDigit(text[at])) ++at;
        if (at == begin || (text[begin] == '0' && at > begin + 1)) return false;
    }
    if (at == text.size()) return true;
    return (text[at] == '-' || text[at] == '+') && at + 1 < text.size() &&
           std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 1, text.end(), [](char c) {
               return isAlphanumeric(c) || c == '.' || c == '-' || c == '+';
           });
}

// 'self', a scheme ("blob:"), or a host with an optional scheme, wildcard label, port and path. No
// quoted keyword but 'self', so no 'unsafe-inline' or 'unsafe-eval'; nothing that ends a directive.
bool isCspSource(std::string_view text) {
    if (text == "'self'") return true;
    if (text.empty() || text.size() > 256) return false;
    const auto allowed = [](char c) {
        return isAlphanumeric(c) || std::string_view("-._~:/*%+").find(c) != std::string_view::npos;
    };
    if (!std::all_of(text.begin(), text.end(), allowed)) return false;
    constexpr std::array<std::string_view, 7> kSchemes = {
        "blob:", "data:", "mediastream:", "wss:", "https:", "ws:", "http:"};
    if (std::find(kSchemes.begin(), kSchemes.end(), text) != kSchemes.end()) return true;

    std::string_view host = text;
    const std::size_t scheme = host.find("://");
    if (scheme != std::string_view::npos) host.remove_prefix(scheme + 3);
    if (host.substr(0, 2) == "*.") host.remove_prefix(2);
    const std::string_view name = host.substr(0, host.find_first_of(":/"));
    const std::string_view rest = host.substr(name.size());
    const std::string_view port = rest.substr(0, rest.find('/'));
    if (!port.empty() && port != ":*" &&
        (port.size() < 2 || port.size() > 6 ||
         !std::all_of(port.begin() + 1, port.end(), isDigit))) {
        return false;
    }
    return !name.empty() && isAlphanumeric(name.front()) && isAlphanumeric(name.back()) &&
           name.find('*') == std::string_view::npos && name.find("..") == std::string_view::npos;
}

class Reader {
public:
    explicit Reader(std::filesystem::path file) : file_(std::move(file)) {
        std::error_code error;
        const auto size = std::filesystem::file_size(file_, error);
        if (error) {
            fail(0, "cannot be read (" + error.message() +
                        "): a plugin is a folder with a manifest.toml");
        }
        if (size > kMaxManifestBytes) fail(0, "is longer than 64 KiB: a manifest is a short file");
        try {
            root_ = config::parseToml(config::readFile(file_, kMaxManifestBytes));
        } catch (const config::SyntaxError& e) {
            fail(e.at.line, e.what());
        }
    }

    std::string at(uint32_t line, const std::string& what) const {
        return file_.string() + (line == 0 ? "" : ":" + std::to_string(line)) + ": " + what;
    }
    [[noreturn]] void fail(uint32_t line, const std::string& what) const {
        throw std::runtime_error(at(line, what));
    }
    [[noreturn]] void fail(const Node& node, const std::string& what) const {
        fail(node.at.line, what);
    }

    const Node::Table& root() const { return root_; }

    // A string that `valid` accepts; `right` says what one looks like. Not there: the empty string.
    template <class Valid>
    std::string optional(const Node::Table& table, const char* key, Valid valid,
                         const std::string& right) const {
        const config::Member* member = config::findMember(table, key);
        if (member == nullptr) return {};
        const auto* text = std::get_if<std::string>(&member->node.value);
        if (text == nullptr || !valid(*text)) {
            fail(member->node, std::string(key) + " must be " + right);
        }
        return *text;
    }
    template <class Valid>
    std::string required(const Node::Table& table, const char* key, Valid valid,
                         const std::string& right) const {
        if (config::findMember(table, key) == nullptr) {
            fail(0, std::string(key) + " is missing: it must be " + right);
        }
        return optional(table, key, valid, right);
    }
    const Node::Table* optionalTable(const Node::Table& table, const char* key) const {
        const config::Member* member = config::findMember(table, key);
        if (member == nullptr) return nullptr;
        const auto* found = std::get_if<Node::Table>(&member->node.value);
        if (found == nullptr) fail(member->node, std::string(key) + " must be a table");
        return found;
    }

    std::vector<std::string> unknownKeys(const Node::Table& table,
                                         std::initializer_list<std::string_view> known) const {
        std::vector<std::string> unknown;
        for (const config::Member& member : table) {
            if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
            unknown.push_back(at(member.at.line, "\"" + member.key + "\" is no key here: ignored"));
        }
        return unknown;
    }

private:
    std::filesystem::path file_;
    Node::Table root_;
};

bool isShortText(const std::string& text) {
    return !text.empty() && text.size() <= kMaxText &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}

Kind readKind(const Reader& reader) {
    const auto find = [](std::string_view text) {
        return std::find_if(kKinds.begin(), kKinds.end(),
                            [text](const auto& entry) { return entry.first == text; });
    };
    const std::string text = reader.required(
        reader.root(), "kind", [&](const std::string& kind) { return find(kind) != kKinds.end(); },
        R"("video-provider", "metrics-store" or "chart")");
    return find(text)->second;
}

unsigned readAbi(const Reader& reader) {
    const config::Member* abi = config::findMember(reader.root(), "abi");
    if (abi == nullptr) reader.fail(0, "abi is missing: it must be the ABI's major version, 1");
    const auto* number = std::get_if<int64_t>(&abi->node.value);
    if (number == nullptr || *number < 1 || *number > 1'000'000) {
        reader.fail(abi->node, "abi must be the ABI's major version, an integer such as 1");
    }
    return static_cast<unsigned>(*number);
}

std::vector<std::string> readSources(const Reader& reader, const std::string& directive,
                                     const Node& node) {
    const auto* list = std::get_if<Node::Array>(&node.value);
    if (list == nullptr || list->size() > kMaxCspSources) {
        reader.fail(node, "a web.csp directive must be a list of at most 32 sources");
    }
    std::vector<std::string> sources;
    for (const Node& item : *list) {
        const auto* text = std::get_if<std::string>(&item.value);
        if (text == nullptr || !isCspSource(*text)) {
            reader.fail(item,
                        "a web.csp source must be 'self', blob:, or a host such as "
                        "https://*.example.com or wss://sfu.example.com:7443; no 'unsafe-...', "
                        "space or semicolon");
        }
        if (directive == "script-src" && text->back() == ':') {
            reader.fail(item,
                        "web.csp.script-src must name hosts: a whole scheme such as data: "
                        "would let anybody's script in");
        }
        sources.push_back(*text);
    }
    return sources;
}

void readWeb(const Reader& reader, Manifest& manifest) {
    const Node::Table* web = reader.optionalTable(reader.root(), "web");
    if (web == nullptr) return;
    for (std::string& line : reader.unknownKeys(*web, {"module", "csp"})) {
        manifest.ignored.push_back(std::move(line));
    }
    manifest.webModule = reader.optional(*web, "module", isPlainFileName,
                                         "the name of a file in the plugin's web/ folder");
    const Node::Table* csp = reader.optionalTable(*web, "csp");
    if (csp == nullptr) return;
    for (const auto& [directive, place, node] : *csp) {
        if (std::find(kCspDirectives.begin(), kCspDirectives.end(), directive) ==
            kCspDirectives.end()) {
            reader.fail(place.line,
                        "web.csp." + directive +
                            " cannot be set by a plugin: use connect-src, frame-src, img-src, "
                            "media-src, script-src, style-src, font-src, worker-src ...");
        }
        manifest.csp[directive] = readSources(reader, directive, node);
    }
}

}  // namespace

const char* toString(Kind kind) noexcept {
    switch (kind) {
        case Kind::kVideoProvider:
            return "video-provider";
        case Kind::kMetricsStore:
            return "metrics-store";
        case Kind::kChart:
            return "chart";
        case Kind::kSampleSource:
            break;
    }
    return "sample-source";
}

Manifest readManifest(const std::filesystem::path& folder) {
    const Reader reader(folder / "manifest.toml");
    const Node::Table& root = reader.root();

    Manifest manifest;
    manifest.folder = std::filesystem::absolute(folder).lexically_normal();
    if (!manifest.folder.has_filename()) manifest.folder = manifest.folder.parent_path();
    const std::string folderName = manifest.folder.filename().string();
    manifest.id = reader.required(root, "id", isId, "1..64 of a-z 0-9 . - beginning with a-z 0-9");
    if (manifest.id != folderName) {
        reader.fail(config::findMember(root, "id")->node,
                    "id is \"" + manifest.id + "\" but the folder is named \"" + folderName +
                        "\": they must be the same");
    }
    manifest.kind = readKind(reader);
    manifest.version = reader.required(root, "version", isSemver, "a version such as \"1.2.0\"");
    manifest.name = reader.required(root, "name", isShortText, "a name for people, <= 200 bytes");
    manifest.description =
        reader.optional(root, "description", isShortText, "one line of at most 200 bytes");
    manifest.abi = readAbi(reader);
    manifest.library =
        manifest.folder / reader.required(root, "library", isPlainFileName,
                                          "the name of a file in the plugin's own folder");
    manifest.ignored = reader.unknownKeys(
        root, {"id", "kind", "version", "name", "description", "abi", "library", "web"});
    readWeb(reader, manifest);
    return manifest;
}

}  // namespace vuedeo::plugins
