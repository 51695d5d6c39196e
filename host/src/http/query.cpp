#include "http/query.hpp"

#include <charconv>
#include <string_view>
#include <system_error>
#include <utility>

#include "http/problem.hpp"
#include "http/text.hpp"

namespace vuedeo::http {
namespace {

constexpr std::size_t kParameters = 64;

Problem invalid(const std::string& detail, const std::string& field) {
    return Problem(400, "query-invalid", detail, field);
}

std::string decode(std::string_view text, const std::string& field) {
    auto decoded = percentDecode(text, Plus::kIsSpace);
    if (!decoded) throw invalid("A '%' must be followed by two hexadecimal digits", field);
    if (!isValidUtf8(*decoded)) throw invalid("The parameter must be UTF-8", field);
    if (hasControlCharacter(*decoded)) {
        throw invalid("The parameter must hold no control characters", field);
    }
    return std::move(*decoded);
}

}  // namespace

Query::Query(const net::Request& request) {
    std::string_view rest = request.query;
    while (!rest.empty()) {
        const std::size_t end = rest.find('&');
        const std::string_view pair = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        if (pair.empty()) continue;

        const std::size_t equals = pair.find('=');
        const std::string name = decode(pair.substr(0, equals), "");
        if (name.empty()) throw invalid("A query parameter has no name", "");
        std::string value;
        if (equals != std::string_view::npos) value = decode(pair.substr(equals + 1), name);
        if (!values_.emplace(name, std::move(value)).second) {
            throw invalid("The parameter must be given once only", name);
        }
        if (values_.size() > kParameters) {
            throw invalid("At most " + std::to_string(kParameters) + " parameters are taken", "");
        }
    }
}

std::optional<std::string> Query::text(const std::string& name, std::size_t maxBytes) const {
    known_.insert(name);
    const auto found = values_.find(name);
    if (found == values_.end()) return std::nullopt;
    if (found->second.size() > maxBytes) {
        throw invalid("The parameter must have at most " + std::to_string(maxBytes) + " bytes",
                      name);
    }
    return found->second;
}

std::optional<int64_t> Query::integer(const std::string& name, int64_t min, int64_t max) const {
    known_.insert(name);
    const auto found = values_.find(name);
    if (found == values_.end()) return std::nullopt;
    const std::string& text = found->second;
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    if (!whole || value < min || value > max) {
        throw invalid("The parameter must be a whole number from " + std::to_string(min) + " to " +
                          std::to_string(max),
                      name);
    }
    return value;
}

void Query::rejectUnknown() const {
    for (const auto& [name, value] : values_) {
        if (known_.count(name) == 0) throw invalid("There is no such parameter", name);
    }
}

}  // namespace vuedeo::http
