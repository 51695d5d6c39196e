#include "rooms/token.hpp"

#include <gtest/gtest.h>

namespace vuedeo::rooms {
namespace {

constexpr int64_t kNow = 1'700'000'000'000;
const Claims kClaims{"blue-room", "p-1", "Zo\xC3\xAB \"Z\"", 4, kNow + 60'000};

TokenError::Reason reasonFor(const TokenSigner& signer, const std::string& token,
                             int64_t now = kNow) {
    try {
        static_cast<void>(signer.verify(token, now));
    } catch (const TokenError& e) {
        return e.reason();
    }
    ADD_FAILURE() << "accepted: " << token;
    return TokenError::Reason::kInvalid;
}

TEST(Token, GivesBackItsClaims) {
    const TokenSigner signer("a secret of at least thirty-two bytes");
    const Claims claims = signer.verify(signer.sign(kClaims), kNow);
    EXPECT_EQ(claims.room, kClaims.room);
    EXPECT_EQ(claims.participantId, kClaims.participantId);
    EXPECT_EQ(claims.displayName, kClaims.displayName);
    EXPECT_EQ(claims.maxParticipants, kClaims.maxParticipants);
    EXPECT_EQ(claims.expiresAtMs, kClaims.expiresAtMs);
}

// The example of RFC 7515, appendix A.1, has another header, and so does every other library's
// token.
TEST(Token, OfAnotherHeaderIsRefusedThoughItsSignatureIsRight) {
    const TokenSigner signer("secret");
    EXPECT_EQ(reasonFor(signer, "eyJhbGciOiJub25lIn0.e30."), TokenError::Reason::kInvalid);
    EXPECT_EQ(reasonFor(signer, "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.e30.x"),
              TokenError::Reason::kInvalid);
}

TEST(Token, ExpiresToTheSecond) {
    const TokenSigner signer("secret");
    const std::string token = signer.sign(kClaims);
    EXPECT_NO_THROW(signer.verify(token, kClaims.expiresAtMs - 1));
    EXPECT_EQ(reasonFor(signer, token, kClaims.expiresAtMs), TokenError::Reason::kExpired);
}

TEST(Token, OfAnotherSecretIsRefused) {
    EXPECT_EQ(reasonFor(TokenSigner("one"), TokenSigner("two").sign(kClaims)),
              TokenError::Reason::kInvalid);
}

TEST(Token, ChangedInAnyOneCharacterIsRefused) {
    const TokenSigner signer("secret");
    const std::string token = signer.sign(kClaims);
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_EQ(reasonFor(signer, changed), TokenError::Reason::kInvalid) << i;
    }
}

TEST(OwnerToken, IsOfOneRoomAndItsLife) {
    const TokenSigner signer("secret");
    const std::string token = signer.signOwner({"blue-room", kNow, kNow + 60'000});
    EXPECT_TRUE(signer.provesOwner(token, "blue-room", kNow, kNow + 59'999));
    EXPECT_FALSE(signer.provesOwner(token, "blue-room", kNow, kNow + 60'000));
    EXPECT_FALSE(signer.provesOwner(token, "red-room", kNow, kNow));
    EXPECT_FALSE(signer.provesOwner(token, "blue-room", kNow + 1, kNow)) << "made again";
    EXPECT_FALSE(TokenSigner("another").provesOwner(token, "blue-room", kNow, kNow));
    for (const char* bad : {"", ".", "x.y.z"}) {
        EXPECT_FALSE(signer.provesOwner(bad, "blue-room", kNow, kNow)) << bad;
    }
}

TEST(OwnerToken, AndAParticipantsAreNeverTakenForEachOther) {
    const TokenSigner signer("secret");
    const std::string owner = signer.signOwner({"blue-room", kNow, kNow + 60'000});
    EXPECT_EQ(reasonFor(signer, owner), TokenError::Reason::kInvalid);
    EXPECT_FALSE(signer.provesOwner(signer.sign(kClaims), "blue-room", kNow, kNow));
}

TEST(Token, CutShortOrOversizedIsRefused) {
    const TokenSigner signer("secret");
    const std::string token = signer.sign(kClaims);
    for (std::size_t size = 0; size < token.size(); ++size) {
        EXPECT_EQ(reasonFor(signer, token.substr(0, size)), TokenError::Reason::kInvalid) << size;
    }
    EXPECT_EQ(reasonFor(signer, token + std::string(5000, 'x')), TokenError::Reason::kInvalid);
}

}  // namespace
}  // namespace vuedeo::rooms
