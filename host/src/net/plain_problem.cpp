#include "net/plain_problem.hpp"

#include <Poco/Net/HTTPResponse.h>

namespace vuedeo::net {
namespace {

void appendString(std::string& json, std::string_view text) {
    json += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') json += '\\';
        const auto byte = static_cast<unsigned char>(c);
        json += byte < 0x20 || byte > 0x7E ? '?' : c;
    }
    json += '"';
}

}  // namespace

Response plainProblem(int status, std::string_view type, std::string_view detail,
                      const std::string& requestId) {
    using Poco::Net::HTTPResponse;
    Response response;
    response.status = status;
    response.headers.set("Content-Type", "application/problem+json");
    response.headers.set("Cache-Control", "no-store");
    std::string& json = response.body;
    json = R"({"type":)";
    appendString(json, "urn:vuedeo:problem:" + std::string(type));
    json += R"(,"title":)";
    appendString(json,
                 HTTPResponse::getReasonForStatus(static_cast<HTTPResponse::HTTPStatus>(status)));
    json += R"(,"status":)" + std::to_string(status) + R"(,"detail":)";
    appendString(json, detail);
    if (!requestId.empty()) {
        response.headers.set("X-Request-Id", requestId);
        json += R"(,"request_id":)";
        appendString(json, requestId);
    }
    json += '}';
    return response;
}

}  // namespace vuedeo::net
