// The plugin's configuration table, checked. Read once, at creation; immutable afterwards.
#pragma once
#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace vuedeo::daily {

struct Config {
    std::string apiKey;  // must not be logged, nor reach a browser
    std::string apiUrl;  // without a slash at its end
    std::string ui;      // "prebuilt" or "tracks": for the browser half
    std::string privacy;
    bool selfSigned = true;  // meeting tokens; otherwise Daily is asked for each
    bool everyoneIsOwner = false;
    nlohmann::json roomProperties;    // defaults of every room
    std::chrono::seconds roomLife{};  // of a room that the host gives no expiry
    std::string webhookKey;           // decoded; empty: webhooks are refused. Must not be logged

    double requestsPerS = 0;
    double deletesPerS = 0;
    uint32_t maxAttempts = 0;
    std::chrono::milliseconds attemptTimeout{};
    uint32_t breakerFailures = 0;
    std::chrono::milliseconds breakerOpen{};
};

// Throws Error INVALID with the key at fault.
Config parseConfig(std::string_view json);

}  // namespace vuedeo::daily
