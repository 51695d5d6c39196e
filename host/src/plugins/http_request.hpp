// A plugin's HTTP request, checked before any of it leaves the host.
#pragma once
#include <vuedeo/abi/services.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vuedeo::plugins {

struct CheckedHttpRequest {
    std::string method;
    std::string url;
    std::string place;  // the URL without its query: for messages
    std::vector<std::pair<std::string, std::string>> headers;
    std::string_view body;  // borrowed of the plugin
    bool idempotent = false;
    uint32_t maxAttempts = 1;
    uint32_t deadlineMs = 0;
    std::size_t maxResponseBytes = 0;
};

// Throws std::invalid_argument: what is malformed. A header with a line break, which could add
// headers of somebody else's choice, is.
CheckedHttpRequest checkHttpRequest(const vuedeo_http_request& request);

}  // namespace vuedeo::plugins
