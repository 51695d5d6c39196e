#include "config.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <vuedeo/plugin.hpp>

namespace vuedeo::timescale {
namespace {

using nlohmann::json;

constexpr int kMaxDays = 36500;
constexpr int kFewestRawDays = 8;
constexpr int kMaxSeriesPercent = 1000;
constexpr std::size_t kMaxIdentifier = 63;

int readInteger(const json& value, const std::string& key, int low, int high) {
    if (!value.is_number_integer() || value < low || value > high) {
        throw Error::invalid(key, key + " must be an integer from " + std::to_string(low) + " to " +
                                      std::to_string(high));
    }
    return value.get<int>();
}

std::string readText(const json& value, const std::string& key) {
    std::string text = value.is_string() ? value.get<std::string>() : "";
    if (text.empty() || text.find('\0') != std::string::npos) {
        throw Error::invalid(key, key + " must be a string that is not empty");
    }
    return text;
}

int readPort(const json& value) {
    if (!value.is_string()) return readInteger(value, "port", 1, 65535);
    const auto text = value.get<std::string>();
    int port = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), port);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || port < 1 ||
        port > 65535) {
        throw Error::invalid("port", "port must be a number from 1 to 65535");
    }
    return port;
}

std::string readPassword(const json& value) {
    if (!value.is_string() || value.get<std::string>().find('\0') != std::string::npos) {
        throw Error::invalid("password", "password must be a string");
    }
    return value.get<std::string>();
}

std::string readSslmode(const json& value) {
    std::string mode = readText(value, "sslmode");
    for (const char* known : {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
        if (mode == known) return mode;
    throw Error::invalid("sslmode",
                         "sslmode must be one of disable, allow, prefer, require, "
                         "verify-ca, verify-full");
}

// A sample may come a week late, and is rejected where single samples are gone.
int readRawDays(const json& value) {
    const int days = readInteger(value, "raw_days", 0, kMaxDays);
    if (days == 0 || days >= kFewestRawDays) return days;
    throw Error::invalid("raw_days", "raw_days must be 0 or at least 8");
}

// So that nothing in it has to be escaped.
std::string readSchema(const json& value) {
    std::string name = readText(value, "schema");
    const bool isPlain = name.size() <= kMaxIdentifier && (name[0] < '0' || name[0] > '9') &&
                         std::all_of(name.begin(), name.end(), [](char c) {
                             return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                         });
    if (!isPlain || name.rfind("pg_", 0) == 0) {
        throw Error::invalid("schema",
                             "schema must be 1..63 of a-z 0-9 _, must not begin with a "
                             "digit or with pg_");
    }
    return name;
}

void requireText(const std::string& value, const char* key) {
    if (value.empty()) throw Error::invalid(key, std::string(key) + " is required");
}

using ReadKey = void (*)(Config&, const json&);
const std::map<std::string, ReadKey>& keys() {
    static const std::map<std::string, ReadKey> byKey = {
        {"host", [](Config& c, const json& v) { c.host = readText(v, "host"); }},
        {"port", [](Config& c, const json& v) { c.port = readPort(v); }},
        {"database", [](Config& c, const json& v) { c.database = readText(v, "database"); }},
        {"user", [](Config& c, const json& v) { c.user = readText(v, "user"); }},
        {"password", [](Config& c, const json& v) { c.password = readPassword(v); }},
        {"sslmode", [](Config& c, const json& v) { c.sslmode = readSslmode(v); }},
        {"sslrootcert",
         [](Config& c, const json& v) { c.sslrootcert = readText(v, "sslrootcert"); }},
        {"connect_timeout_s",
         [](Config& c, const json& v) {
             c.connectTimeoutS = readInteger(v, "connect_timeout_s", 2, 300);
         }},
        {"connections",
         [](Config& c, const json& v) { c.connections = readInteger(v, "connections", 1, 64); }},
        {"series_percent",
         [](Config& c, const json& v) {
             c.seriesPercent = readInteger(v, "series_percent", 0, kMaxSeriesPercent);
         }},
        {"schema", [](Config& c, const json& v) { c.schema = readSchema(v); }},
        {"raw_days", [](Config& c, const json& v) { c.rawDays = readRawDays(v); }},
        {"minute_days",
         [](Config& c, const json& v) {
             c.minuteDays = readInteger(v, "minute_days", 0, kMaxDays);
         }},
        {"hour_days",
         [](Config& c, const json& v) { c.hourDays = readInteger(v, "hour_days", 0, kMaxDays); }},
        {"chunk_days",
         [](Config& c, const json& v) { c.chunkDays = readInteger(v, "chunk_days", 1, 90); }}};
    return byKey;
}

std::string setting(const char* key, const std::string& value) {
    std::string quoted = std::string(key) + "='";
    for (const char c : value) {
        if (c == '\'' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + "' ";
}

}  // namespace

Config parseConfig(std::string_view text) {
    const auto table = json::parse(text.empty() ? "{}" : text, nullptr, false);
    if (!table.is_object()) {
        throw Error(VUEDEO_E_INVALID, "the configuration must be a JSON object");
    }
    Config config;
    for (const auto& [key, value] : table.items()) {
        const auto reader = keys().find(key);
        if (reader == keys().end()) throw Error::invalid(key, "unknown key '" + key + "'");
        reader->second(config, value);
    }
    requireText(config.database, "database");
    requireText(config.user, "user");
    return config;
}

std::string connectionString(const Config& config, int connectTimeoutS) {
    std::string text = setting("host", config.host) + setting("port", std::to_string(config.port)) +
                       setting("dbname", config.database) + setting("user", config.user) +
                       setting("sslmode", config.sslmode) +
                       setting("connect_timeout", std::to_string(connectTimeoutS));
    if (!config.password.empty()) text += setting("password", config.password);
    if (!config.sslrootcert.empty()) text += setting("sslrootcert", config.sslrootcert);
    // A server that vanishes without a word is noticed within seconds.
    return text +
           "client_encoding=UTF8 application_name=vuedeo keepalives_idle=5 "
           "keepalives_interval=2 keepalives_count=3 tcp_user_timeout=10000";
}

}  // namespace vuedeo::timescale
