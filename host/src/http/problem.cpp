#include "http/problem.hpp"

#include <Poco/Net/HTTPResponse.h>

#include <nlohmann/json.hpp>
#include <utility>

namespace vuedeo::http {

Problem::Problem(int status, std::string type, const std::string& detail, std::string field)
    : std::runtime_error(detail),
      status_(status),
      type_(std::move(type)),
      field_(std::move(field)) {}

net::Response toResponse(const Problem& problem, const std::string& requestId) {
    using Poco::Net::HTTPResponse;
    nlohmann::ordered_json document = {
        {"type", "urn:vuedeo:problem:" + problem.type()},
        {"title",
         HTTPResponse::getReasonForStatus(static_cast<HTTPResponse::HTTPStatus>(problem.status()))},
        {"status", problem.status()},
        {"detail", problem.what()}};
    if (!problem.field().empty()) document["field"] = problem.field();
    document["request_id"] = requestId;

    net::Response response;
    response.status = problem.status();
    response.headers.set("Content-Type", "application/problem+json");
    response.headers.set("Cache-Control", "no-store");
    if (problem.status() == HTTPResponse::HTTP_UPGRADE_REQUIRED) {
        response.headers.set("Upgrade", "websocket");
    }
    if (problem.status() == HTTPResponse::HTTP_UNAUTHORIZED) {
        response.headers.set("WWW-Authenticate", "Bearer");
    }
    if (problem.retryAfterSeconds() > 0) {
        response.headers.set("Retry-After", std::to_string(problem.retryAfterSeconds()));
    }
    // Details may quote what a client sent: replace what is not UTF-8 instead of throwing.
    response.body = document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    return response;
}

}  // namespace vuedeo::http
