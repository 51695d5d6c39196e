// Errors as HTTP answers: RFC 9457 problem documents (application/problem+json).
#pragma once
#include <stdexcept>
#include <string>

#include "net/message.hpp"

namespace vuedeo::http {

// Throw it from a handler; the router answers with it. `detail` is for the client: what is wrong
// and what would be right, without secrets or internals.
class Problem : public std::runtime_error {
public:
    // field: the JSON member, query parameter or header at fault ("samples[3].rtt_s"); may be
    // empty.
    Problem(int status, std::string type, const std::string& detail, std::string field = {});

    Problem& retryAfter(int seconds) {
        retryAfter_ = seconds;
        return *this;
    }
    int status() const noexcept { return status_; }
    const std::string& type() const noexcept { return type_; }  // a short slug: "room-not-found"
    const std::string& field() const noexcept { return field_; }
    int retryAfterSeconds() const noexcept { return retryAfter_; }  // 0: no such header

private:
    int status_;
    std::string type_;
    std::string field_;
    int retryAfter_ = 0;
};

// {"type": "urn:vuedeo:problem:" + type, "title", "status", "detail", "field"?, "request_id"}
net::Response toResponse(const Problem& problem, const std::string& requestId);

}  // namespace vuedeo::http
