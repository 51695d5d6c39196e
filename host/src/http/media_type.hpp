// The media type of a file, by the end of its name.
#pragma once
#include <string>
#include <string_view>

namespace vuedeo::http {

// "application/octet-stream" for an ending that is not known.
std::string mediaTypeOf(std::string_view fileName);

}  // namespace vuedeo::http
