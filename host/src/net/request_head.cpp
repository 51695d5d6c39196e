#include "net/request_head.hpp"

#include <algorithm>
#include <cstdint>

#include "net/syntax.hpp"

namespace vuedeo::net {
namespace {

// Poco::Net::HTTPRequest::read() is not used: it unfolds obs-fold and decodes RFC 2047 words, so
// that "=?utf-8?B?DQo=?=" becomes a line break inside a field. Its object is filled from here.
class HeadParser {
public:
    HeadParser(const Limits& limits, Request& request, HeadFacts& facts)
        : limits_(limits), request_(request), facts_(facts) {}

    std::optional<Refusal> parse(std::string_view lines) {
        if (auto refusal = requestLine(nextLine(lines))) return refusal;
        while (!lines.empty()) {
            if (++fieldCount_ > limits_.headerCount) {
                return Refusal{431, "header-too-large",
                               "The request has more than " + std::to_string(limits_.headerCount) +
                                   " header fields"};
            }
            if (auto refusal = field(nextLine(lines))) return refusal;
        }
        return conclude();
    }

private:
    static std::optional<Refusal> bad(const char* detail) {
        return Refusal{400, "request-malformed", detail};
    }

    static std::string_view nextLine(std::string_view& lines) {
        const std::size_t end = lines.find("\r\n");
        const std::string_view line = lines.substr(0, end);
        lines.remove_prefix(std::min(lines.size(), line.size() + 2));
        return line;
    }

    std::optional<Refusal> requestLine(std::string_view line) {
        const std::size_t first = line.find(' ');
        const std::size_t last = line.rfind(' ');
        if (first == std::string_view::npos || first == last) {
            return bad("The request line must be: METHOD target HTTP/1.1");
        }
        const std::string_view method = line.substr(0, first);
        const std::string_view uri = line.substr(first + 1, last - first - 1);
        const std::string_view version = line.substr(last + 1);
        if (!isToken(method) || method.size() > 32) return bad("The method is not one");
        if (auto refusal = protocolVersion(version)) return refusal;
        if (!isRequestTarget(uri)) return bad("The request target holds characters it must not");
        request_.head.setMethod(std::string(method));
        request_.head.setVersion(std::string(version));
        request_.head.setURI(std::string(uri));
        return target(uri);
    }

    static std::optional<Refusal> protocolVersion(std::string_view version) {
        if (version == "HTTP/1.1" || version == "HTTP/1.0") return std::nullopt;
        const bool other = version.size() == 8 && version.substr(0, 5) == "HTTP/" &&
                           version[5] >= '0' && version[5] <= '9' && version[6] == '.' &&
                           version[7] >= '0' && version[7] <= '9';
        if (!other) return bad("The request line must be: METHOD target HTTP/1.1");
        return Refusal{505, "version-not-supported", "This server speaks HTTP/1.1"};
    }

    // origin-form, absolute-form and, for OPTIONS, "*" (RFC 9112, 3.2). There is no proxy here.
    std::optional<Refusal> target(std::string_view uri) {
        for (const std::string_view scheme : {"http://", "https://"}) {
            if (!equalsIgnoringCase(uri.substr(0, scheme.size()), scheme)) continue;
            uri.remove_prefix(std::min(uri.find_first_of("/?", scheme.size()), uri.size()));
            if (uri.empty() || uri.front() == '?') request_.path = "/";
            break;
        }
        const bool asterisk = uri == "*" && request_.method() == "OPTIONS";
        if (request_.path.empty() && !asterisk && (uri.empty() || uri.front() != '/')) {
            return bad("The request target must begin with '/'");
        }
        const std::size_t question = uri.find('?');
        request_.path += uri.substr(0, question);
        if (question != std::string_view::npos) request_.query = uri.substr(question + 1);
        return std::nullopt;
    }

    std::optional<Refusal> field(std::string_view line) {
        const std::size_t colon = line.find(':');
        const std::string_view name = line.substr(0, colon);
        // Refuses a folded line and a space before the colon too.
        if (colon == std::string_view::npos || !isToken(name)) {
            return bad("A header line must be: Name: value, on one line");
        }
        const std::string_view value = trim(line.substr(colon + 1));
        if (!isFieldValue(value)) return bad("A header field holds a control character");
        request_.head.add(std::string(name), std::string(value));
        return note(name, value);
    }

    // The fields that decide how the message is framed.
    std::optional<Refusal> note(std::string_view name, std::string_view value) {
        if (equalsIgnoringCase(name, "content-length")) return contentLength(value);
        if (equalsIgnoringCase(name, "transfer-encoding")) {
            hasTransferEncoding_ = true;
        } else if (equalsIgnoringCase(name, "host")) {
            if (hasHost_) return bad("The Host field must be given once only");
            if (!isHost(value)) return bad("The Host field is not a host");
            hasHost_ = true;
        } else if (equalsIgnoringCase(name, "connection")) {
            close_ = close_ || listHolds(value, "close");
            keepAlive_ = keepAlive_ || listHolds(value, "keep-alive");
        } else if (equalsIgnoringCase(name, "expect")) {
            if (!equalsIgnoringCase(value, "100-continue")) {
                return Refusal{417, "expectation-failed",
                               "Only Expect: 100-continue is understood"};
            }
            expectsContinue_ = true;
        }
        return std::nullopt;
    }

    std::optional<Refusal> contentLength(std::string_view value) {
        if (hasContentLength_) return bad("The Content-Length field must be given once only");
        hasContentLength_ = true;
        const bool digits = !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
            return c >= '0' && c <= '9';
        });
        if (!digits) return bad("The Content-Length must be a number");
        for (const char digit : value) {
            facts_.contentLength =
                facts_.contentLength * 10 + static_cast<std::size_t>(digit - '0');
            if (facts_.contentLength > limits_.bodyBytes) {
                // Answered after the other fields: what is malformed is malformed first.
                bodyTooLarge_ = true;
                facts_.contentLength = 0;
                break;
            }
        }
        return std::nullopt;
    }

    std::optional<Refusal> conclude() {
        const std::string& method = request_.method();
        const bool http11 = request_.head.getVersion() == "HTTP/1.1";
        if (http11 && !hasHost_) return bad("An HTTP/1.1 request must have a Host field");
        if (hasTransferEncoding_) {
            return Refusal{411, "length-required",
                           "Transfer-Encoding is not taken: send the body with a Content-Length"};
        }
        if (!hasContentLength_ && (method == "POST" || method == "PUT" || method == "PATCH")) {
            return Refusal{411, "length-required", "A " + method + " must have a Content-Length"};
        }
        if (bodyTooLarge_) {
            return Refusal{
                413, "body-too-large",
                "The body may have at most " + std::to_string(limits_.bodyBytes) + " bytes"};
        }
        facts_.keepAlive = !close_ && (http11 || keepAlive_);
        facts_.expectsContinue = expectsContinue_ && http11 && facts_.contentLength > 0;
        return std::nullopt;
    }

    const Limits& limits_;
    Request& request_;
    HeadFacts& facts_;
    std::size_t fieldCount_ = 0;
    bool hasHost_ = false;
    bool hasContentLength_ = false;
    bool hasTransferEncoding_ = false;
    bool bodyTooLarge_ = false;
    bool close_ = false;
    bool keepAlive_ = false;
    bool expectsContinue_ = false;
};

}  // namespace

std::optional<Refusal> parseHead(std::string_view lines, const Limits& limits, Request& request,
                                 HeadFacts& facts) {
    return HeadParser(limits, request, facts).parse(lines);
}

}  // namespace vuedeo::net
