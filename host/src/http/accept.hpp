// Which media types a client takes (RFC 9110, 12.5.1).
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace vuedeo::http {

// Whether an Accept field allows for the media type: the range that names it most exactly decides.
// An empty field allows for everything.
bool accepts(const std::string& accept, const std::string& mediaType);

// Which of the media types it prefers: that of the greatest weight, the first of equals. Nothing
// when it allows for none.
std::optional<std::size_t> preferred(const std::string& accept,
                                     const std::vector<std::string>& mediaTypes);

// Whether it names the media type itself: a browser that opens a page asks for "text/html", a
// program for "*/*".
bool acceptsByName(const std::string& accept, const std::string& mediaType);

}  // namespace vuedeo::http
