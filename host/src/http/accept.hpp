// Which media types a client takes (RFC 9110, 12.5.1).
#pragma once
#include <string>

namespace vuedeo::http {

// Whether an Accept field allows for the media type: the range that names it most exactly decides.
// An empty field allows for everything.
bool accepts(const std::string& accept, const std::string& mediaType);

// Whether it names the media type itself: a browser that opens a page asks for "text/html", a
// program for "*/*".
bool acceptsByName(const std::string& accept, const std::string& mediaType);

}  // namespace vuedeo::http
