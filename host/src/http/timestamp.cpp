#include "http/timestamp.hpp"

#include <Poco/DateTime.h>
#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeParser.h>

#include <algorithm>
#include <charconv>

namespace vuedeo::http {
namespace {

std::optional<int64_t> parseDate(const std::string& text) {
    Poco::DateTime time;
    int zone = 0;
    // Poco reads much more than RFC 3339 as a date: only what begins like one is offered to it.
    if (text.size() < 20 || text[4] != '-' || text[10] != 'T' ||
        !Poco::DateTimeParser::tryParse(Poco::DateTimeFormat::ISO8601_FRAC_FORMAT, text, time,
                                        zone)) {
        return std::nullopt;
    }
    time.makeUTC(zone);
    return time.timestamp().epochMicroseconds() / 1000;
}

std::optional<int64_t> parseNumber(const std::string& digits) {
    int64_t number = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return number;
}

}  // namespace

std::optional<int64_t> parseTimestamp(const std::string& text) {
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    const bool isNumber = !text.empty() && std::all_of(text.begin(), text.end(), isDigit);
    const auto ms = isNumber ? parseNumber(text) : parseDate(text);
    return ms && *ms >= 0 && *ms < kEndOfTimeMs ? ms : std::nullopt;
}

}  // namespace vuedeo::http
