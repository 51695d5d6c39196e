#include "config.hpp"

#include <algorithm>
#include <cstddef>
#include <regex>
#include <vuedeo/plugin.hpp>

#include "crypto.hpp"
#include "room_properties.hpp"

namespace vuedeo::daily {
namespace {

using nlohmann::json;

constexpr int64_t kDayS = 86'400;

// Reads one member after the other; a missing one has its default.
class Table {
public:
    explicit Table(const json& table) : table_(table) {}

    std::string text(const char* key, const char* fallback) const {
        const auto found = table_.find(key);
        if (found == table_.end()) return fallback;
        if (!found->is_string()) throw Error::invalid(key, "must be a text");
        return found->get<std::string>();
    }
    std::string choice(const char* key, const char* first, const char* second) const {
        std::string value = text(key, first);
        if (value == first || value == second) return value;
        throw Error::invalid(key, std::string("must be \"") + first + "\" or \"" + second + "\"");
    }
    double number(const char* key, double fallback, double least, double most) const {
        const auto found = table_.find(key);
        if (found == table_.end()) return fallback;
        if (!found->is_number()) throw Error::invalid(key, "must be a number");
        const auto value = found->get<double>();
        if (value < least || value > most) {
            throw Error::invalid(key,
                                 "must be from " + json(least).dump() + " to " + json(most).dump());
        }
        return value;
    }
    int64_t integer(const char* key, int64_t fallback, int64_t least, int64_t most) const {
        const auto found = table_.find(key);
        if (found != table_.end() && !found->is_number_integer()) {
            throw Error::invalid(key, "must be a whole number");
        }
        return static_cast<int64_t>(number(key, static_cast<double>(fallback),
                                           static_cast<double>(least), static_cast<double>(most)));
    }
    json object(const char* key) const { return table_.value(key, json::object()); }

private:
    const json& table_;
};

std::string apiKey(const Table& table) {
    std::string key = table.text("api_key", "");
    const auto isVisible = [](char c) { return c > ' ' && c <= '~'; };  // it goes into a header
    if (key.empty() || key.size() > 512 || !std::all_of(key.begin(), key.end(), isVisible)) {
        throw Error::invalid("api_key", "must be the key from Daily's dashboard");
    }
    return key;
}

// The API key is sent there: encrypted, or within this machine.
std::string apiUrl(const Table& table) {
    std::string url = table.text("api_url", "https://api.daily.co/v1");
    static const std::regex kAllowed(
        R"((https://[A-Za-z0-9.-]+|http://127\.0\.0\.1)(:[0-9]{1,5})?(/[A-Za-z0-9._/-]*)?)");
    if (url.size() > 256 || !std::regex_match(url, kAllowed)) {
        throw Error::invalid("api_url", "must be an https:// address, or http://127.0.0.1");
    }
    while (url.back() == '/') url.pop_back();
    return url;
}

std::string webhookKey(const Table& table) {
    const std::string text = table.text("webhook_secret", "");
    const auto key = fromBase64(text);
    constexpr std::size_t kLeastBytes = 16;
    if (!key || (!text.empty() && key->size() < kLeastBytes)) {
        throw Error::invalid("webhook_secret", "must be base64 of 16 bytes or more");
    }
    return *key;
}

}  // namespace

Config parseConfig(std::string_view configJson) {
    const json parsed =
        configJson.empty() ? json::object() : json::parse(configJson, nullptr, false);
    if (!parsed.is_object()) throw Error::invalid("", "the configuration is no JSON object");

    const Table table(parsed);
    Config config;
    config.apiKey = apiKey(table);
    config.apiUrl = apiUrl(table);
    config.ui = table.choice("ui", "prebuilt", "tracks");
    config.privacy = table.choice("privacy", "private", "public");
    config.selfSigned = table.choice("token", "self-signed", "rest") == "self-signed";
    config.everyoneIsOwner = table.choice("owners", "host", "everybody") == "everybody";
    config.roomProperties = table.object("room_properties");
    checkRoomProperties(config.roomProperties, SetBy::kAdministrator, "room_properties");
    config.roomLife =
        std::chrono::seconds(table.integer("room_life_s", 7 * kDayS, kDayS, 365 * kDayS));
    config.webhookKey = webhookKey(table);

    // Daily allows 20 requests a second and 100 in five, 2 deletions a second and 50 in thirty.
    config.requestsPerS = table.number("requests_per_s", 15, 0.1, 1000);
    config.deletesPerS = table.number("deletes_per_s", 1.5, 0.1, 100);
    config.maxAttempts = static_cast<uint32_t>(table.integer("max_attempts", 4, 1, 10));
    config.attemptTimeout =
        std::chrono::milliseconds(table.integer("attempt_timeout_ms", 4000, 100, 60'000));
    config.breakerFailures = static_cast<uint32_t>(table.integer("breaker_failures", 5, 1, 1000));
    config.breakerOpen =
        std::chrono::milliseconds(table.integer("breaker_open_ms", 2000, 100, 60'000));
    return config;
}

}  // namespace vuedeo::daily
