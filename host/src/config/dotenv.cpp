#include "config/dotenv.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "config/faults.hpp"
#include "config/files.hpp"
#include "config/load.hpp"

namespace vuedeo::config {
namespace {

constexpr std::size_t kMaxDotEnvBytes = 1'048'576;
constexpr std::string_view kBlank = " \t";

std::string_view trim(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

bool isName(std::string_view text) {
    const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    if (text.empty() || !letter(text.front())) return false;
    for (const char c : text) {
        if (!letter(c) && !(c >= '0' && c <= '9')) return false;
    }
    return true;
}

std::string plainValue(std::string_view rest) {
    for (std::size_t i = 0; i < rest.size(); ++i) {
        const bool startsComment =
            rest[i] == '#' && (i == 0 || rest[i - 1] == ' ' || rest[i - 1] == '\t');
        if (startsComment) rest = rest.substr(0, i);
    }
    return std::string(trim(rest));
}

// Throws std::invalid_argument saying what is wrong.
char unescaped(char character) {
    switch (character) {
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        case '"':
        case '\\':
        case '$':
            return character;
        default:
            throw std::invalid_argument(R"(unknown escape in "...": use \n \r \t \" \\ or \$)");
    }
}

std::string quotedValue(std::string_view rest) {
    const char quote = rest.front();
    std::string value;
    std::size_t i = 1;
    for (; i < rest.size() && rest[i] != quote; ++i) {
        if (quote == '"' && rest[i] == '\\' && i + 1 < rest.size()) {
            value += unescaped(rest[++i]);
        } else {
            value += rest[i];
        }
    }
    if (i >= rest.size()) {
        throw std::invalid_argument(std::string("the quote ") + quote +
                                    " is not closed on this line");
    }
    const std::string_view after = trim(rest.substr(i + 1));
    if (!after.empty() && after.front() != '#') {
        throw std::invalid_argument("only a comment may follow the closing quote");
    }
    return value;
}

std::pair<std::string, std::string> parseLine(std::string_view line) {
    constexpr std::string_view kExport = "export";
    if (line.substr(0, kExport.size()) == kExport && line.size() > kExport.size() &&
        kBlank.find(line[kExport.size()]) != std::string_view::npos) {
        line = trim(line.substr(kExport.size()));
    }
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) {
        throw std::invalid_argument("there is no \"=\": write NAME=value");
    }
    const std::string_view name = trim(line.substr(0, equals));
    if (!isName(name)) {
        throw std::invalid_argument(
            "the name before \"=\" may have letters, digits and _ only, and begins with no digit");
    }
    const std::string_view rest = trim(line.substr(equals + 1));
    const bool quoted = !rest.empty() && (rest.front() == '"' || rest.front() == '\'');
    return {std::string(name), quoted ? quotedValue(rest) : plainValue(rest)};
}

}  // namespace

std::map<std::string, std::string> parseDotEnv(std::string_view text,
                                               const std::filesystem::path& file) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
        text.remove_prefix(kByteOrderMark.size());
    }
    std::map<std::string, std::string> variables;
    Faults faults(file);
    for (uint32_t number = 1; !text.empty(); ++number) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        line = trim(line);
        if (line.empty() || line.front() == '#') continue;
        try {
            if (!isText(line)) throw std::invalid_argument("is not UTF-8 text");
            auto [name, value] = parseLine(line);
            variables[name] = std::move(value);
        } catch (const std::invalid_argument& error) {
            faults.add({number, 0, {}}, {}, error.what());
        }
    }
    faults.throwIfAny();
    return variables;
}

Environment environmentWithDotEnv(const std::filesystem::path& folder) {
    std::map<std::string, std::string> variables;
    const std::filesystem::path file = folder / ".env";
    std::error_code ignored;
    // A folder may bear this name too (Python's virtual environments): that is no .env file.
    if (std::filesystem::is_regular_file(file, ignored)) {
        try {
            variables = parseDotEnv(readFile(file, kMaxDotEnvBytes), file);
        } catch (const ConfigError&) {
            throw;
        } catch (const std::runtime_error& error) {
            throw ConfigError(file.string() + ": cannot be read: " + error.what());
        }
    }
    return
        [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
            if (const char* value = std::getenv(name.c_str())) return value;
            const auto found = variables.find(name);
            if (found == variables.end()) return std::nullopt;
            return found->second;
        };
}

}  // namespace vuedeo::config
