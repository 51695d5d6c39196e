// Writes the head of a response. Pure, but for the clock that HttpDate is given.
#pragma once
#include <ctime>
#include <string>

#include "net/message.hpp"

namespace vuedeo::net {

struct Framing {
    bool keepAlive = true;
    bool http10 = false;
    bool withoutBody = false;  // HEAD: the length of a body that does not follow
};

// Whether a body follows the head of such a response.
bool hasBody(const Response& response, const Framing& framing) noexcept;

// Appends the status line and the fields. Content-Length, Date, Connection and Transfer-Encoding
// are the server's own: those of the response are left out, and so is a field that is not one (with
// a line break in it, say). What the defaults hold is right already: checked once, by whoever made
// them. date: as HttpDate gives it.
void appendHead(std::string& out, const Response& response, const Framing& framing,
                const std::string& date);

// The time as a Date field holds it, written anew only when the second changes.
class HttpDate {
public:
    const std::string& at(std::time_t second);

private:
    std::time_t second_ = -1;
    std::string text_;
};

}  // namespace vuedeo::net
