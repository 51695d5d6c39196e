// The expected tokens were made with Node's crypto module, not with the code under test.
#include "meeting_token.hpp"

#include <gtest/gtest.h>

#include "crypto.hpp"

namespace vuedeo::daily {
namespace {

constexpr const char* kKey = "daily-test-key-0123456789abcdef";
constexpr const char* kDomain = "30f866c3-9123-452a-8723-ff58322d09c5";
constexpr int64_t kNowS = 1'700'000'000;

TEST(MeetingToken, IsWhatAnotherImplementationSigns) {
    EXPECT_EQ(
        signMeetingToken(kKey, kDomain, {"team-sync", "p-7Qm2xV4nB1", "Ada", false, kNowS + 3600},
                         kNowS),
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJkIjoiMzBmODY2YzMtOTEyMy00NTJhLTg3MjMtZmY1ODMyMmQ"
        "wOWM1IiwiZXhwIjoxNzAwMDAzNjAwLCJpYXQiOjE3MDAwMDAwMDAsInIiOiJ0ZWFtLXN5bmMiLCJ1IjoiQWRhIiw"
        "idWQiOiJwLTdRbTJ4VjRuQjEifQ.58I0IBFBatNUNaUypg62WYcZ7WbPxw2Dmld9fMwbjxo");
}

TEST(MeetingToken, NamesAnOwnerAndKeepsEveryCharacter) {
    EXPECT_EQ(
        signMeetingToken(kKey, kDomain,
                         {"team-sync", "p-7Qm2xV4nB1", "Zo\xC3\xAB \"Z\"", true, kNowS + 3600},
                         kNowS),
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJkIjoiMzBmODY2YzMtOTEyMy00NTJhLTg3MjMtZmY1ODMyMmQ"
        "wOWM1IiwiZXhwIjoxNzAwMDAzNjAwLCJpYXQiOjE3MDAwMDAwMDAsIm8iOnRydWUsInIiOiJ0ZWFtLXN5bmMiLCJ"
        "1IjoiWm_DqyBcIlpcIiIsInVkIjoicC03UW0yeFY0bkIxIn0.9SNkk1b6xDrEv1TeYfT-7HqE-0rIoOaqg8cLdMD"
        "6Tgk");
}

TEST(Base64, IsThatOfRfc4648) {
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64Url("\xFF\xFE\xFD\xFC"), "__79_A");
}

TEST(Base64, IsReadBackAndNothingElseIs) {
    EXPECT_EQ(fromBase64(""), "");
    EXPECT_EQ(fromBase64("Zg=="), "f");
    EXPECT_EQ(fromBase64("Zm9vYmFy"), "foobar");
    for (const char* bad :
         {"Zg", "Zg=", "Z===", "====", "Zm9v YmF", "Zm9v\n", "__79_A==", "Zg==Zg=="}) {
        EXPECT_EQ(fromBase64(bad), std::nullopt) << bad;
    }
}

}  // namespace
}  // namespace vuedeo::daily
