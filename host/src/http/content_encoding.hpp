// Which encoding of a file a client takes best (RFC 9110, 12.5.3).
#pragma once
#include <string_view>

namespace vuedeo::http {

// Whether an Accept-Encoding field allows for the coding ("br", "gzip"): named with a weight above
// zero, or not named and "*" is.
bool acceptsEncoding(std::string_view acceptEncoding, std::string_view coding);

// Whether an If-None-Match field names the entity tag, weakly compared, or is "*".
bool matchesEntityTag(std::string_view ifNoneMatch, std::string_view entityTag);

}  // namespace vuedeo::http
