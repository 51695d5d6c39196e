#include "api/websocket_request.hpp"

#include <Poco/String.h>
#include <Poco/URI.h>

#include <string>

#include "api/responses.hpp"
#include "http/problem.hpp"

namespace vuedeo::api {
namespace {

using http::Problem;

// A page of another site must not open a channel in a visitor's name.
void requireSameOrigin(const config::Server& server, const net::Request& request) {
    const std::string origin = request.header("Origin");
    if (origin.empty()) return;  // no browser
    std::string authority;
    std::string expected;
    try {
        authority = Poco::URI(origin).getAuthority();
        expected = Poco::URI(baseUrl(server, request)).getAuthority();
    } catch (const Poco::SyntaxException&) {
        authority.clear();
    }
    if (authority.empty() || Poco::icompare(authority, expected) != 0) {
        throw Problem(403, "origin-foreign", "Only pages of this server may open this channel.",
                      "Origin");
    }
}

}  // namespace

void requireWebSocket(const config::Server& server, const net::Request& request) {
    requireSameOrigin(server, request);
    if (Poco::icompare(request.header("Upgrade"), "websocket") != 0) {
        throw Problem(426, "upgrade-required", "This is a WebSocket.", "Upgrade");
    }
}

}  // namespace vuedeo::api
