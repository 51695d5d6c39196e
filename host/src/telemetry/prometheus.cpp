#include "telemetry/prometheus.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace vuedeo::prometheus {
namespace {

void appendEscaped(std::string& out, std::string_view value) {
    for (const char c : value) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '\\' || c == '"') out += '\\';
        out += c;
    }
}

}  // namespace

std::string toText(double value) {
    constexpr double kExact = 9'007'199'254'740'992;  // whole numbers up to 2^53
    if (std::abs(value) <= kExact && std::floor(value) == value) {
        return std::to_string(static_cast<int64_t>(value));
    }
    std::array<char, 32> digits{};
    const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return {digits.data(), result.ptr};
}

void Text::metric(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_ += "# HELP " + name_ + ' ';
    text_ += help;
    text_ += "\n# TYPE " + name_ + ' ';
    text_ += type;
    text_ += '\n';
}

void Text::sample(std::string_view suffix, double value, Labels labels) {
    text_ += name_;
    text_ += suffix;
    char separator = '{';
    for (const auto& [label, content] : labels) {
        text_ += std::exchange(separator, ',');
        text_ += label;
        text_ += "=\"";
        appendEscaped(text_, content);
        text_ += '"';
    }
    if (separator == ',') text_ += '}';
    text_ += ' ' + toText(value) + '\n';
}

}  // namespace vuedeo::prometheus
