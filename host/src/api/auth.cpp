#include "api/auth.hpp"

#include <Poco/String.h>
#include <openssl/crypto.h>

#include <string_view>

#include "http/problem.hpp"

namespace vuedeo::api {
namespace {

using http::Problem;

constexpr const char* kField = "Authorization";

bool bringsAdminToken(const config::Server& server, const net::Request& request) {
    const std::string& expected = server.adminToken;
    const std::string given = bearerToken(request).value_or("");
    return given.size() == expected.size() &&
           CRYPTO_memcmp(given.data(), expected.data(), expected.size()) == 0;
}

}  // namespace

std::optional<std::string> bearerToken(const net::Request& request) {
    constexpr std::string_view kScheme = "Bearer ";
    const std::string header = request.header(kField);
    if (header.empty()) return std::nullopt;
    if (Poco::icompare(header.substr(0, kScheme.size()), std::string(kScheme)) != 0) {
        throw Problem(401, "token-invalid", "Send \"Authorization: Bearer <token>\".", kField);
    }
    return header.substr(kScheme.size());
}

rooms::Claims participantOf(const rooms::TokenSigner& tokens,
                            const std::optional<std::string>& token, const std::string& room,
                            int64_t atMs) {
    if (!token) {
        throw Problem(401, "token-missing",
                      "Send the participant's token: \"Authorization: Bearer <token>\".", kField);
    }
    try {
        rooms::Claims claims = tokens.verify(*token, atMs);
        if (claims.room != room) {
            throw Problem(403, "token-foreign", "The token is for another room.", kField);
        }
        return claims;
    } catch (const rooms::TokenError& error) {
        if (error.reason() == rooms::TokenError::Reason::kExpired) {
            throw Problem(401, "token-expired", "The token has expired; join the room again.",
                          kField);
        }
        throw Problem(401, "token-invalid", "The token is not one of this server's.", kField);
    }
}

bool isAdministrator(const config::Server& server, const net::Request& request) {
    return server.mode == config::Mode::kOpen || bringsAdminToken(server, request);
}

void requireAdminToken(const config::Server& server, const net::Request& request) {
    if (server.adminToken.empty()) {
        throw Problem(
            403, "admin-token-not-configured",
            "This needs server.admin_token, which is not configured. Configure it, or send "
            "the server's process SIGHUP.");
    }
    if (!bringsAdminToken(server, request)) {
        throw Problem(401, "admin-token-required", "Send the administrator's token.", kField);
    }
}

void requireAdministrator(const config::Server& server, const net::Request& request) {
    if (!isAdministrator(server, request)) {
        throw Problem(401, "admin-token-required",
                      "This server is private: send the administrator's token.", kField);
    }
}

}  // namespace vuedeo::api
