// Participant tokens: who may send samples and signals for which participant of which room. Owner
// tokens: who has made a room. Neither is taken for the other.
//
// A token is a JSON Web Token (RFC 7519) signed with HMAC-SHA256, made and read by this host alone.
// It takes exactly the one header that it writes, so there is no algorithm to confuse.
#pragma once
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "rooms/claims.hpp"
#include "rooms/verified_tokens.hpp"

namespace vuedeo::rooms {

class TokenError : public std::runtime_error {
public:
    enum class Reason { kInvalid, kExpired };
    explicit TokenError(Reason reason)
        : std::runtime_error(reason == Reason::kExpired ? "the token has expired"
                                                        : "the token is not valid"),
          reason_(reason) {}
    Reason reason() const noexcept { return reason_; }

private:
    Reason reason_;
};

// Any thread.
class TokenSigner {
public:
    explicit TokenSigner(std::string secret) : secret_(std::move(secret)) {}

    std::string sign(const Claims& claims) const;
    // Throws TokenError.
    Claims verify(const std::string& token, int64_t nowMs) const;

    std::string signOwner(const Ownership& ownership) const;
    // Whether the token is the owner's of exactly this room, as of a time.
    bool provesOwner(const std::string& token, const std::string& room, int64_t createdAtMs,
                     int64_t nowMs) const;

private:
    std::string signPayload(const std::string& payload) const;
    std::string signature(std::string_view signedPart) const;
    // The payload of a token that was signed here. Throws TokenError.
    std::string payloadOf(std::string_view token) const;
    Claims read(std::string_view token) const;

    static constexpr std::size_t kRememberedTokens = 20'000;

    const std::string secret_;
    mutable VerifiedTokens verified_{kRememberedTokens};
};

}  // namespace vuedeo::rooms
