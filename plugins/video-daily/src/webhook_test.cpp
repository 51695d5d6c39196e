// The expected signature was made with Node's crypto module, not with the code under test.
#include "webhook.hpp"

#include <gtest/gtest.h>

#include <vuedeo/plugin.hpp>

#include "crypto.hpp"

namespace vuedeo::daily {
namespace {

constexpr int64_t kNowMs = 1'700'000'000'123;
const std::string kHookKey = "secret-secret-secret";
const WebhookSignature kGiven{"1700000000123", "+EGWp69LGvEhN6tFYHk+Fcjwh2yvRIyVpOCHuhNE5fc="};
const std::string kBody =
    R"({"version":"1.0.0","type":"participant.joined","id":"e1","event_ts":1700000000.5,)"
    R"("payload":{"room":"r","session_id":"s1","user_name":"Zoë"}})";

std::string indented() {
    std::string text = kBody;
    for (std::size_t at = 0; (at = text.find(',', at)) != std::string::npos; at += 4) {
        text.replace(at, 1, " ,\n ");
    }
    return text;
}

TEST(WebhookSignature, IsTakenOverTheBytesAsSent) {
    EXPECT_EQ(checkSignature(kHookKey, kGiven, kBody), SignedForm::kAsSent);
}

TEST(WebhookSignature, IsTakenOverTheBodyWrittenAgainInItsOwnOrder) {
    ASSERT_NE(indented(), kBody);
    EXPECT_EQ(checkSignature(kHookKey, kGiven, indented()), SignedForm::kReserialised);
}

TEST(WebhookSignature, OfAnythingElseIsNone) {
    EXPECT_EQ(checkSignature("another-key", kGiven, kBody), SignedForm::kNone);
    EXPECT_EQ(checkSignature(kHookKey, {"1700000000124", kGiven.signature}, kBody),
              SignedForm::kNone);
    EXPECT_EQ(checkSignature(kHookKey, {"", kGiven.signature}, kBody), SignedForm::kNone);
    EXPECT_EQ(checkSignature(kHookKey, {kGiven.timestamp, ""}, kBody), SignedForm::kNone);
    EXPECT_EQ(checkSignature(kHookKey, {kGiven.timestamp, "short"}, kBody), SignedForm::kNone);
    EXPECT_EQ(checkSignature(kHookKey, kGiven, kBody + " x"), SignedForm::kNone);
    EXPECT_EQ(checkSignature(kHookKey, kGiven, std::string(60'000, '[')), SignedForm::kNone);
}

TEST(WebhookTime, IsRecentWithinFiveMinutesInEitherUnit) {
    EXPECT_TRUE(isRecent("1700000000123", kNowMs));
    EXPECT_TRUE(isRecent("1700000000", kNowMs));
    EXPECT_TRUE(isRecent("1700000299", kNowMs));
    EXPECT_FALSE(isRecent("1700000301", kNowMs));
    EXPECT_FALSE(isRecent("1699999699", kNowMs));
    EXPECT_FALSE(isRecent("1699999699123", kNowMs));
    for (const char* bad :
         {"", "x", "1700000000 ", "1.7e9", "-1700000000", "99999999999999999999"}) {
        EXPECT_FALSE(isRecent(bad, kNowMs)) << bad;
    }
}

TEST(WebhookEvent, TellsWhoJoinedWhichRoom) {
    const WebhookEvent event = readEvent(kBody);
    EXPECT_FALSE(event.isTest);
    EXPECT_EQ(event.type, "participant.joined");
    EXPECT_EQ(event.room, "r");
    EXPECT_EQ(event.sessionId, "s1");
    EXPECT_EQ(event.userId, "");
    EXPECT_EQ(event.userName, "Zoë");
    EXPECT_EQ(event.atMs, 1'700'000'000'500);
}

TEST(WebhookEvent, TellsWhenSomebodyCameAndLeft) {
    const WebhookEvent left = readEvent(
        R"({"type":"participant.left","event_ts":1700000900,
            "payload":{"session_id":"s","joined_at":1700000000,"duration":60}})");
    EXPECT_EQ(left.joinedAtMs, 1'700'000'000'000);
    EXPECT_EQ(left.atMs, 1'700'000'060'000);
    const WebhookEvent bare = readEvent(
        R"({"type":"participant.left","event_ts":1700000900,"payload":{"session_id":"s"}})");
    EXPECT_EQ(bare.joinedAtMs, 0);
    EXPECT_EQ(bare.atMs, 1'700'000'900'000);
}

TEST(WebhookEvent, IsTheSameOneUnderAnotherId) {
    const WebhookEvent one = readEvent(R"({"type":"t","id":"a","payload":{"session_id":"s"}})");
    const WebhookEvent two = readEvent(R"({"type":"t","id":"b","payload":{"session_id":"s"}})");
    const WebhookEvent other = readEvent(R"({"type":"u","id":"a","payload":{"session_id":"s"}})");
    EXPECT_EQ(one.key(), two.key());
    EXPECT_NE(one.key(), other.key());
}

TEST(WebhookEvent, KnowsTheTestThatDailyMakesOfAnAddress) {
    EXPECT_TRUE(readEvent(R"({"test":"test"})").isTest);
    EXPECT_THROW(readEvent(R"({"test":"other"})"), Error);
}

TEST(WebhookEvent, IsRefusedWhenItIsNone) {
    for (const char* bad : {"", "null", "[]", "{}", R"({"type":"t"})", R"({"id":"a"})",
                            R"({"type":"t","payload":[]})", R"({"type":1,"id":"a"})"}) {
        EXPECT_THROW(readEvent(bad), Error) << bad;
    }
}

TEST(SeenEvents, RemembersTheLastFewThousand) {
    SeenEvents seen;
    for (int i = 0; i < 5000; ++i) seen.add(std::to_string(i));
    EXPECT_TRUE(seen.contains("4999"));
    EXPECT_TRUE(seen.contains("1000"));
    EXPECT_FALSE(seen.contains("0"));
    EXPECT_FALSE(seen.contains("5000"));
}

}  // namespace
}  // namespace vuedeo::daily
