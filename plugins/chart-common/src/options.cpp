#include "options.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vuedeo/plugin.hpp>

#include "json.hpp"

namespace vuedeo::charts {
namespace {

bool isAlpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isAlnum(char c) {
    return isAlpha(c) || (c >= '0' && c <= '9');
}

// Splits at `separator` and asks `accepts` of each part.
template <class Accepts>
bool allParts(std::string_view text, char separator, Accepts accepts) {
    std::size_t begin = 0;
    for (std::size_t index = 0;; ++index) {
        const std::size_t end = text.find(separator, begin);
        if (!accepts(text.substr(begin, end - begin), index)) return false;
        if (end == std::string_view::npos) return true;
        begin = end + 1;
    }
}

// The shape of RFC 5646: a language, then subtags of 1 to 8 letters and digits.
bool isLocale(std::string_view text) {
    return text.size() <= 64 && allParts(text, '-', [](std::string_view part, std::size_t index) {
               if (index > 0) {
                   return !part.empty() && part.size() <= 8 &&
                          std::all_of(part.begin(), part.end(), isAlnum);
               }
               return part.size() >= 2 && part.size() <= 8 &&
                      std::all_of(part.begin(), part.end(), isAlpha);
           });
}

// The shape of the tz database's names; whether a zone exists is known to the browser.
bool isTimeZone(std::string_view text) {
    return text.size() <= 64 && allParts(text, '/', [](std::string_view part, std::size_t) {
               return !part.empty() && isAlpha(part.front()) &&
                      std::all_of(part.begin(), part.end(), [](char c) {
                          return isAlnum(c) || c == '_' || c == '-' || c == '+';
                      });
           });
}

}  // namespace

Options parseOptions(std::string_view text) {
    Options options;
    if (text.empty()) return options;
    const nlohmann::json root = readObject(text, "options");
    for (const auto& [key, value] : root.items()) {
        if (key != "theme" && key != "locale" && key != "time_zone") {
            throw Error::invalid(key.substr(0, 64), "is no option of this chart");
        }
        if (!value.is_string()) throw Error::invalid(key, "must be a string");
        const auto& choice = value.get_ref<const std::string&>();
        if (key == "theme") {
            if (choice != "light" && choice != "dark") {
                throw Error::invalid(key, "must be \"light\" or \"dark\"");
            }
            options.theme = choice == "dark" ? Theme::kDark : Theme::kLight;
        } else if (key == "locale") {
            if (!isLocale(choice)) throw Error::invalid(key, "must be a BCP 47 tag, e.g. en-GB");
            options.locale = choice;
        } else {
            if (!isTimeZone(choice)) {
                throw Error::invalid(key, "must be an IANA name, e.g. Europe/Berlin");
            }
            options.timeZone = choice;
        }
    }
    return options;
}

}  // namespace vuedeo::charts
