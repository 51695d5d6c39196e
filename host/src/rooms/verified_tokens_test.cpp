#include "rooms/verified_tokens.hpp"

#include <gtest/gtest.h>

namespace vuedeo::rooms {
namespace {

Claims claimsOf(const std::string& participant) {
    Claims claims;
    claims.participantId = participant;
    return claims;
}

TEST(VerifiedTokens, KnowWhatWasAddedAndNothingElse) {
    VerifiedTokens tokens(8);
    tokens.add("a", claimsOf("anna"));
    ASSERT_TRUE(tokens.find("a"));
    EXPECT_EQ(tokens.find("a")->participantId, "anna");
    EXPECT_FALSE(tokens.find("b"));
    EXPECT_FALSE(tokens.find(""));
}

TEST(VerifiedTokens, ForgetWhatNobodyAskedForWhenThereAreTooMany) {
    VerifiedTokens tokens(8);
    tokens.add("used", claimsOf("anna"));
    tokens.add("unused", claimsOf("ben"));
    for (int i = 0; i < 100; ++i) {
        tokens.add("other" + std::to_string(i), claimsOf("c"));
        EXPECT_TRUE(tokens.find("used")) << "after " << i;
    }
    EXPECT_FALSE(tokens.find("unused"));
    EXPECT_FALSE(tokens.find("other0"));
    EXPECT_TRUE(tokens.find("other99"));
}

}  // namespace
}  // namespace vuedeo::rooms
