// The head of a request: the request line and the fields, read strictly (RFC 9112). Whatever two
// readers could understand differently is refused, because that is how requests are smuggled.
// Pure: no socket, no clock.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "net/limits.hpp"
#include "net/message.hpp"

namespace vuedeo::net {

// Why a request is refused; the connection is closed after the answer.
struct Refusal {
    int status;
    const char* type;  // a problem's slug
    std::string detail;
};

struct HeadFacts {
    std::size_t contentLength = 0;
    bool keepAlive = false;        // what the client would like
    bool expectsContinue = false;  // it sends the body only after "100 Continue"
};

// lines: the request line and every field line, each with its CRLF, without the empty line.
std::optional<Refusal> parseHead(std::string_view lines, const Limits& limits, Request& request,
                                 HeadFacts& facts);

}  // namespace vuedeo::net
