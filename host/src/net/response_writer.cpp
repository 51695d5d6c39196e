#include "net/response_writer.hpp"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Timestamp.h>

#include <string_view>

#include "net/syntax.hpp"

namespace vuedeo::net {
namespace {

bool isServersOwn(std::string_view name) noexcept {
    return equalsIgnoringCase(name, "Content-Length") || equalsIgnoringCase(name, "Date") ||
           equalsIgnoringCase(name, "Connection") || equalsIgnoringCase(name, "Transfer-Encoding");
}

void appendField(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

bool hasLength(int status) noexcept {
    return status >= 200 && status != 204 && status != 304;
}

}  // namespace

bool hasBody(const Response& response, const Framing& framing) noexcept {
    return hasLength(response.status) && !framing.withoutBody;
}

void appendHead(std::string& out, const Response& response, const Framing& framing,
                const std::string& date) {
    using Poco::Net::HTTPResponse;
    out += framing.http10 ? "HTTP/1.0 " : "HTTP/1.1 ";
    out += std::to_string(response.status);
    out += ' ';
    out += HTTPResponse::getReasonForStatus(static_cast<HTTPResponse::HTTPStatus>(response.status));
    out += "\r\n";
    for (const auto& [name, value] : response.headers) {
        if (!isServersOwn(name) && isToken(name) && isFieldValue(value)) {
            appendField(out, name, value);
        }
    }
    if (response.defaults) {
        for (const auto& [name, value] : *response.defaults) {
            if (!response.headers.has(name)) appendField(out, name, value);
        }
    }
    appendField(out, "Date", date);
    if (response.stream) {
        // Towards HTTP/1.0 the end of the connection is the end of the body.
        if (!framing.http10) appendField(out, "Transfer-Encoding", "chunked");
    } else if (hasLength(response.status)) {
        appendField(out, "Content-Length", std::to_string(response.content().size()));
    }
    if (!framing.keepAlive) {
        appendField(out, "Connection", "close");
    } else if (framing.http10) {
        appendField(out, "Connection", "keep-alive");
    }
    out += "\r\n";
}

const std::string& HttpDate::at(std::time_t second) {
    if (second != second_) {
        second_ = second;
        text_ = Poco::DateTimeFormatter::format(Poco::Timestamp::fromEpochTime(second),
                                                Poco::DateTimeFormat::HTTP_FORMAT);
    }
    return text_;
}

}  // namespace vuedeo::net
