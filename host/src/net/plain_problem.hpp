// The answers that the server itself gives, as the same problem documents that routes answer with
// (RFC 9457). Only texts of the server's own go in.
#pragma once
#include <string>
#include <string_view>

#include "net/message.hpp"

namespace vuedeo::net {

Response plainProblem(int status, std::string_view type, std::string_view detail,
                      const std::string& requestId);

}  // namespace vuedeo::net
