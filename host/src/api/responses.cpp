#include "api/responses.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

namespace vuedeo::api {

net::Response json(int status, const nlohmann::json& document) {
    return jsonText(status,
                    document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

net::Response jsonText(int status, std::string document) {
    net::Response response;
    response.status = status;
    response.headers.add("Content-Type", "application/json");
    response.headers.add("Cache-Control", "no-store");
    response.body = std::move(document);
    return response;
}

std::string baseUrl(const config::Server& server, const net::Request& request) {
    if (!server.publicUrl.empty()) return server.publicUrl;
    return (request.secure ? "https://" : "http://") + request.host();
}

int64_t nowMs() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

nlohmann::json timeOrNull(int64_t timeMs) {
    return timeMs == 0 ? nlohmann::json(nullptr) : nlohmann::json(timeMs);
}

}  // namespace vuedeo::api
