#include "config.hpp"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <vuedeo/plugin.hpp>

namespace vuedeo::mesh {
namespace {

using nlohmann::json;

std::vector<std::string> urls(const json& table, const std::string& key,
                              std::initializer_list<std::string_view> schemes) {
    const auto found = table.find(key);
    if (found == table.end()) return {};
    if (!found->is_array() || found->size() > 8) {
        throw Error::invalid(key, "must be a list of at most 8 URLs");
    }
    std::vector<std::string> list;
    for (const json& item : *found) {
        const std::string url = item.is_string() ? item.get<std::string>() : std::string();
        const bool known =
            std::any_of(schemes.begin(), schemes.end(), [&](std::string_view scheme) {
                return url.compare(0, scheme.size(), scheme) == 0 && url.size() > scheme.size();
            });
        if (!known) {
            throw Error::invalid(key, "an entry is no URL such as \"" +
                                          std::string(*schemes.begin()) +
                                          "turn.example.org:3478\"");
        }
        list.push_back(url);
    }
    return list;
}

int64_t integer(const json& table, const std::string& key, int64_t fallback, int64_t least,
                int64_t most) {
    const auto found = table.find(key);
    if (found == table.end()) return fallback;
    if (!found->is_number_integer() || *found < least || *found > most) {
        throw Error::invalid(key, "must be a whole number from " + std::to_string(least) + " to " +
                                      std::to_string(most));
    }
    return found->get<int64_t>();
}

std::string text(const json& table, const std::string& key) {
    const auto found = table.find(key);
    if (found == table.end()) return {};
    if (!found->is_string()) throw Error::invalid(key, "must be a text");
    return found->get<std::string>();
}

}  // namespace

Config parseConfig(std::string_view configJson) {
    const json table =
        configJson.empty() ? json::object() : json::parse(configJson, nullptr, false);
    if (!table.is_object()) throw Error::invalid("", "the configuration is no JSON object");

    Config config;
    config.stunUrls = urls(table, "stun_urls", {"stun:", "stuns:"});
    config.turnUrls = urls(table, "turn_urls", {"turn:", "turns:"});
    config.turnSecret = text(table, "turn_secret");
    config.turnTtlS = integer(table, "turn_ttl_s", 43200, 60, 604800);
    config.maxParticipants = static_cast<uint32_t>(
        integer(table, "max_participants", 6, 2, int64_t{kMaxParticipantsCeiling}));
    config.maxRooms = static_cast<uint32_t>(integer(table, "max_rooms", 10000, 1, 1000000));
    if (!config.turnUrls.empty() && config.turnSecret.empty()) {
        throw Error::invalid("turn_secret",
                             "turn_urls need the secret shared with the TURN server");
    }
    return config;
}

}  // namespace vuedeo::mesh
