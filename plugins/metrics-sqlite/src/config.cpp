#include "config.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <vuedeo/plugin.hpp>

namespace vuedeo::sqlite {
namespace {

constexpr int kMaxDays = 36500;
constexpr int kMaxReaders = 64;

int readInteger(const nlohmann::json& value, const std::string& key, int low, int high) {
    if (!value.is_number_integer() || value < low || value > high) {
        throw Error::invalid(key, key + " must be an integer from " + std::to_string(low) + " to " +
                                      std::to_string(high));
    }
    return value.get<int>();
}

std::string readPath(const nlohmann::json& value) {
    std::string path = value.is_string() ? value.get<std::string>() : "";
    if (path.empty() || path.find('\0') != std::string::npos) {
        throw Error::invalid("path", "path must be the name of a file");
    }
    return path;
}

}  // namespace

Config parseConfig(std::string_view json, const std::string& dataDir) {
    const auto table = nlohmann::json::parse(json.empty() ? "{}" : json, nullptr, false);
    if (!table.is_object()) {
        throw Error(VUEDEO_E_INVALID, "the configuration must be a JSON object");
    }
    Config config;
    config.path = "metrics.db";
    for (const auto& [key, value] : table.items()) {
        if (key == "path") {
            config.path = readPath(value);
        } else if (key == "raw_days") {
            config.rawDays = readInteger(value, key, 0, kMaxDays);
        } else if (key == "minute_days") {
            config.minuteDays = readInteger(value, key, 0, kMaxDays);
        } else if (key == "hour_days") {
            config.hourDays = readInteger(value, key, 0, kMaxDays);
        } else if (key == "readers") {
            config.readers = readInteger(value, key, 1, kMaxReaders);
        } else {
            throw Error::invalid(key, "unknown key '" + key + "'");
        }
    }
    // An absolute path replaces the folder.
    config.path = (std::filesystem::path(dataDir) / config.path).string();
    return config;
}

}  // namespace vuedeo::sqlite
