// Answers that several resources give.
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "config/config.hpp"
#include "net/message.hpp"
#include "plugins/clients.hpp"

namespace vuedeo::api {

net::Response json(int status, const nlohmann::json& document);
net::Response jsonText(int status, std::string document);

// "https://calls.example.org": the configured public URL, or what the client itself called us.
std::string baseUrl(const config::Server& server, const net::Request& request);

int64_t nowMs();
// 0 stands for "not set": null in JSON.
nlohmann::json timeOrNull(int64_t timeMs);

}  // namespace vuedeo::api
