// Participant tokens: who may send samples and signals for which participant of which room.
//
// A token is a JSON Web Token (RFC 7519) signed with HMAC-SHA256, made and read by this host alone.
// It takes exactly the one header that it writes, so there is no algorithm to confuse.
#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace vuedeo::rooms {

struct Claims {
    std::string room;
    std::string participantId;
    std::string displayName;
    uint32_t maxParticipants = 0;  // of the room; 0: the provider's default
    int64_t expiresAtMs = 0;       // kept in whole seconds
};

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

// Immutable, any thread.
class TokenSigner {
public:
    explicit TokenSigner(std::string secret) : secret_(std::move(secret)) {}

    std::string sign(const Claims& claims) const;
    // Throws TokenError.
    Claims verify(std::string_view token, int64_t nowMs) const;

private:
    std::string signature(std::string_view signedPart) const;
    const std::string secret_;
};

}  // namespace vuedeo::rooms
