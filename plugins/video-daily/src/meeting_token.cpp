#include "meeting_token.hpp"

#include <nlohmann/json.hpp>

#include "crypto.hpp"

namespace vuedeo::daily {

std::string signMeetingToken(std::string_view apiKey, std::string_view domainId,
                             const TokenClaims& claims, int64_t issuedAtS) {
    nlohmann::json payload = {{"r", claims.room},    {"d", domainId},
                              {"iat", issuedAtS},    {"exp", claims.expiresAtS},
                              {"ud", claims.userId}, {"u", claims.userName}};
    if (claims.owner) payload["o"] = true;
    const std::string signedPart =
        base64Url(R"({"alg":"HS256","typ":"JWT"})") + "." + base64Url(payload.dump());
    return signedPart + "." + base64Url(hmacSha256(apiKey, signedPart));
}

}  // namespace vuedeo::daily
