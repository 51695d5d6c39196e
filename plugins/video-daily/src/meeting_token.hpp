// A meeting token that this server signs itself: a JWT (HS256) with the API key as its secret and
// Daily's abbreviated claims. No request is needed for it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace vuedeo::daily {

struct TokenClaims {
    std::string_view room;  // never empty: a token without a room opens every room of the domain
    std::string_view userId;
    std::string_view userName;
    bool owner = false;
    int64_t expiresAtS = 0;  // never 0: a token without an expiry is valid for ever
};

// domainId: as GET / tells it.
std::string signMeetingToken(std::string_view apiKey, std::string_view domainId,
                             const TokenClaims& claims, int64_t issuedAtS);

}  // namespace vuedeo::daily
