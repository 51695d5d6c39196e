// When requests to Daily go out: the token bucket, the circuit breaker, and the time between tries.
#include <gtest/gtest.h>

#include "backoff.hpp"
#include "circuit_breaker.hpp"
#include "token_bucket.hpp"

namespace vuedeo::daily {
namespace {

TEST(TokenBucket, LetsABurstPassAndThenTheRate) {
    TokenBucket bucket(10, 3);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(bucket.reserve(1000, 5000).waitMs, 0);
    EXPECT_EQ(bucket.reserve(1000, 5000).waitMs, 100);
    EXPECT_EQ(bucket.reserve(1000, 5000).waitMs, 200);
    EXPECT_EQ(bucket.reserve(1100, 5000).waitMs, 200);
}

TEST(TokenBucket, NeverExceedsItsRateHoweverManyAsk) {
    TokenBucket bucket(15, 5);
    int early = 0;
    for (int i = 0; i < 200; ++i) {
        if (bucket.reserve(1000, 100'000).waitMs <= 5000) ++early;
    }
    EXPECT_LE(early, 100) << "Daily allows 100 in five seconds";
}

TEST(TokenBucket, RefusesATurnThatComesTooLateAndTakesNothing) {
    TokenBucket bucket(1, 1);
    EXPECT_TRUE(bucket.reserve(1000, 0).granted);
    EXPECT_FALSE(bucket.reserve(1000, 500).granted);
    EXPECT_TRUE(bucket.reserve(1500, 500).granted) << "the refused turn was not taken";
}

TEST(TokenBucket, SavesUpNoMoreThanABurst) {
    TokenBucket bucket(10, 2);
    EXPECT_EQ(bucket.reserve(1'000'000, 5000).waitMs, 0);
    EXPECT_EQ(bucket.reserve(1'000'000, 5000).waitMs, 0);
    EXPECT_GT(bucket.reserve(1'000'000, 5000).waitMs, 0);
}

TEST(TokenBucket, GivesNoTurnBeforeAPauseIsOver) {
    TokenBucket bucket(10, 3);
    bucket.pauseUntil(3000);
    bucket.pauseUntil(2000);
    EXPECT_EQ(bucket.reserve(1000, 5000).waitMs, 2000);
    EXPECT_FALSE(bucket.reserve(1000, 1000).granted);
    EXPECT_EQ(bucket.reserve(3000, 5000).waitMs, 0);
}

class Breaker : public ::testing::Test {
protected:
    // A call that fails.
    void fail(int64_t nowMs) { breaker_.failed(breaker_.enter(nowMs), nowMs); }
    void open() {
        for (int i = 0; i < 3; ++i) fail(0);
    }
    CircuitBreaker breaker_{3, 1000, 3000};
};

TEST_F(Breaker, OpensAfterFailuresInARow) {
    fail(0);
    fail(0);
    breaker_.enter(0);
    breaker_.succeeded();
    fail(0);
    fail(0);
    EXPECT_TRUE(breaker_.enter(0).granted);
    fail(0);
    EXPECT_EQ(breaker_.state(), CircuitBreaker::State::kOpen);
    const auto permit = breaker_.enter(400);
    EXPECT_FALSE(permit.granted);
    EXPECT_EQ(permit.waitMs, 600);
}

TEST_F(Breaker, LetsOneProbePassAndClosesWhenItSucceeds) {
    open();
    EXPECT_TRUE(breaker_.enter(1000).granted);
    EXPECT_EQ(breaker_.state(), CircuitBreaker::State::kHalfOpen);
    EXPECT_FALSE(breaker_.enter(1000).granted) << "one probe is enough";
    breaker_.succeeded();
    EXPECT_EQ(breaker_.state(), CircuitBreaker::State::kClosed);
    EXPECT_TRUE(breaker_.enter(1000).granted);
}

TEST_F(Breaker, StaysOpenLongerEachTimeTheProbeFails) {
    open();
    fail(1000);
    EXPECT_FALSE(breaker_.enter(2999).granted);
    fail(3000);
    EXPECT_FALSE(breaker_.enter(5999).granted) << "three seconds at most";
    EXPECT_TRUE(breaker_.enter(6000).granted);
}

TEST_F(Breaker, ProbesAgainWhenAProbeWasGivenUp) {
    open();
    breaker_.abandoned(breaker_.enter(1000));
    EXPECT_TRUE(breaker_.enter(1000).granted);
}

TEST_F(Breaker, TakesNoOtherFailureForTheProbes) {
    const auto early = breaker_.enter(0);
    open();
    const auto probe = breaker_.enter(1000);
    breaker_.failed(early, 1000);
    EXPECT_EQ(breaker_.state(), CircuitBreaker::State::kHalfOpen);
    EXPECT_TRUE(probe.probe);
}

TEST(Backoff, DoublesUpToItsLongestAndTakesOffARandomHalf) {
    EXPECT_EQ(backoffMs(1, 0), 200);
    EXPECT_EQ(backoffMs(1, 1), 100);
    EXPECT_EQ(backoffMs(2, 0), 400);
    EXPECT_EQ(backoffMs(3, 0.5), 600);
    EXPECT_EQ(backoffMs(100, 0), 5000);
}

TEST(RetryAfter, IsReadAsSecondsOrAsADate) {
    constexpr int64_t kNowMs = 1'700'000'000'000;  // Tue, 14 Nov 2023 22:13:20 GMT
    EXPECT_EQ(retryAfterMs("7", kNowMs), 7000);
    EXPECT_EQ(retryAfterMs("Tue, 14 Nov 2023 22:13:30 GMT", kNowMs), 10'000);
    EXPECT_EQ(retryAfterMs("Tue, 14 Nov 2023 22:13:00 GMT", kNowMs), 0);
    EXPECT_EQ(retryAfterMs("999999", kNowMs), 3'600'000);
    for (const char* bad : {"", "soon", "-5", "7 s", "99999999999999999999"}) {
        EXPECT_EQ(retryAfterMs(bad, kNowMs), 0) << bad;
    }
}

}  // namespace
}  // namespace vuedeo::daily
