#include "config/toml_reader.hpp"

// Some malformed input ("[=", "2026-07-01Tx") meets assertions of the library before its own
// handling of errors (tomlplusplus pull request 301): they must neither abort nor be assumed to
// hold.
#undef NDEBUG
#define TOML_ASSERT(condition) static_assert(true)
#include <toml++/toml.h>

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>
#include <utility>

#include "config/plane16.hpp"

namespace vuedeo::config {
namespace {

constexpr std::size_t kMaxBrackets = 16;
constexpr std::size_t kMaxDotsInLine = 64;

// The library parses and frees nested values and dotted keys by recursion: this keeps them shallow.
// It follows strings and comments only as far as needed to leave out what stands in them.
class NestingGuard {
public:
    explicit NestingGuard(std::string_view text) : text_(text) {}

    void check() {
        while (i_ < text_.size()) {
            const char character = text_[i_];
            if (character == '"' || character == '\'') {
                skipString(character);
            } else if (character == '#') {
                i_ = std::min(text_.find('\n', i_), text_.size());
            } else {
                count(character);
                ++i_;
            }
        }
    }

private:
    void count(char character) {
        if (character == '\n') {
            ++line_;
            dots_ = 0;
        } else if (character == '[' || character == '{') {
            if (++brackets_ > kMaxBrackets) fail("values are nested more than 16 deep");
        } else if ((character == ']' || character == '}') && brackets_ > 0) {
            --brackets_;
        } else if (character == '.' && ++dots_ > kMaxDotsInLine) {
            fail("more than 64 dots in one line");
        }
    }

    void skipString(char quote) {
        const std::string triple(3, quote);
        const bool multiLine = text_.substr(i_, 3) == triple;
        i_ += multiLine ? 3 : 1;
        while (i_ < text_.size()) {
            const char character = text_[i_];
            if (character == '\n') {
                if (!multiLine) return;  // the parser will say that the string is not closed
                ++line_;
            }
            if (character == quote && (!multiLine || text_.substr(i_, 3) == triple)) {
                i_ += multiLine ? 3 : 1;
                return;
            }
            ++i_;
            const bool escapesQuote =
                character == '\\' && quote == '"' && i_ < text_.size() && text_[i_] != '\n';
            if (escapesQuote) ++i_;
        }
    }

    [[noreturn]] void fail(const char* what) const { throw SyntaxError(what, line_, 1); }

    std::string_view text_;
    std::size_t i_ = 0;
    std::size_t brackets_ = 0;
    std::size_t dots_ = 0;
    uint32_t line_ = 1;
};

void refusePlane16(std::string_view text) {
    const std::size_t at = findPlane16(text);
    if (at == std::string_view::npos) return;
    const auto before = text.substr(0, at);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    throw SyntaxError("characters beyond U+FFFFF have no use here", static_cast<uint32_t>(line), 1);
}

Position positionOf(const toml::source_region& region) {
    return {region.begin.line, region.begin.column, {}};
}

template <class Moment>
Timestamp timestampOf(const Moment& moment) {
    std::ostringstream text;
    text << moment;
    return {text.str()};
}

Node nodeOf(const toml::node& source);

Node::Table tableOf(const toml::table& source) {
    Node::Table table;
    for (const auto& [key, value] : source) {
        table.push_back({fromPlane16(key.str()), positionOf(key.source()), nodeOf(value)});
    }
    // The library sorts by name; faults read best in the order of the file.
    std::stable_sort(table.begin(), table.end(), [](const Member& a, const Member& b) {
        return std::make_pair(a.at.line, a.at.column) < std::make_pair(b.at.line, b.at.column);
    });
    return table;
}

Node::Array arrayOf(const toml::array& source) {
    Node::Array array;
    for (const auto& element : source) array.push_back(nodeOf(element));
    return array;
}

Node nodeOf(const toml::node& source) {
    Node node;
    node.at = positionOf(source.source());
    if (const auto* table = source.as_table()) node.value = tableOf(*table);
    if (const auto* array = source.as_array()) node.value = arrayOf(*array);
    if (const auto* text = source.as_string()) node.value = fromPlane16(text->get());
    if (const auto* integer = source.as_integer()) node.value = integer->get();
    if (const auto* number = source.as_floating_point()) node.value = number->get();
    if (const auto* boolean = source.as_boolean()) node.value = boolean->get();
    if (const auto* date = source.as_date()) node.value = timestampOf(date->get());
    if (const auto* time = source.as_time()) node.value = timestampOf(time->get());
    if (const auto* moment = source.as_date_time()) node.value = timestampOf(moment->get());
    return node;
}

// A number that does not fit is quoted whole by the library; it may be a secret that lacks its
// quotes.
std::string withoutValue(const std::string& text) {
    const std::size_t begin = text.find(": '");
    if (begin == std::string::npos) return text;
    return text.substr(0, begin) + ": the value" + text.substr(text.rfind('\'') + 1);
}

std::string explain(std::string_view description) {
    std::string text = withoutValue(std::string(description));
    if (text.find("could not determine value type") != std::string::npos) {
        text += " (text stands in quotes)";
    }
    return text;
}

}  // namespace

Node::Table parseToml(std::string_view text) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
        text.remove_prefix(kByteOrderMark.size());
    }
    NestingGuard(text).check();
    refusePlane16(text);
    try {
        return tableOf(toml::parse(toPlane16(text)));
    } catch (const toml::parse_error& error) {
        const auto& begin = error.source().begin;
        throw SyntaxError(explain(fromPlane16(error.description())), begin.line, begin.column);
    }
}

}  // namespace vuedeo::config
