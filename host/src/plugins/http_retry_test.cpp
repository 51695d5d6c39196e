#include "plugins/http_retry.hpp"

#include <gtest/gtest.h>

namespace vuedeo::plugins {
namespace {

using namespace std::chrono_literals;
using Outcome = Attempt::Outcome;

constexpr RetryLimits kIdempotent{true, 10};
constexpr RetryLimits kOnce{false, 10};

Attempt answered(int status) {
    return {Outcome::kAnswered, status, std::nullopt};
}

TEST(HttpRetry, RepeatsIdempotentRequestsAfterALostConnectionA429OrA5xx) {
    EXPECT_TRUE(nextDelay({Outcome::kLost, 0, {}}, kIdempotent, 1, 1h, 0));
    EXPECT_TRUE(nextDelay({Outcome::kNeverReached, 0, {}}, kIdempotent, 1, 1h, 0));
    for (const int status : {429, 500, 502, 503, 599}) {
        EXPECT_TRUE(nextDelay(answered(status), kIdempotent, 1, 1h, 0)) << status;
    }
    for (const int status : {200, 301, 400, 404, 428}) {
        EXPECT_FALSE(nextDelay(answered(status), kIdempotent, 1, 1h, 0)) << status;
    }
}

TEST(HttpRetry, RepeatsOtherRequestsOnlyWhenTheyNeverReachedTheServer) {
    EXPECT_TRUE(nextDelay({Outcome::kNeverReached, 0, {}}, kOnce, 1, 1h, 0));
    EXPECT_FALSE(nextDelay({Outcome::kLost, 0, {}}, kOnce, 1, 1h, 0));
    EXPECT_FALSE(nextDelay(answered(503), kOnce, 1, 1h, 0));
}

TEST(HttpRetry, NeverRepeatsWhatIsPointless) {
    EXPECT_FALSE(nextDelay({Outcome::kFinal, 0, {}}, kIdempotent, 1, 1h, 0));
}

TEST(HttpRetry, BacksOffExponentiallyWithJitterUpToFiveSeconds) {
    EXPECT_EQ(nextDelay(answered(500), kIdempotent, 1, 1h, 1), 100ms);
    EXPECT_EQ(nextDelay(answered(500), kIdempotent, 1, 1h, 0), 50ms);
    EXPECT_EQ(nextDelay(answered(500), kIdempotent, 3, 1h, 1), 400ms);
    EXPECT_EQ(nextDelay(answered(500), kIdempotent, 9, 1h, 1), 5000ms);
}

TEST(HttpRetry, ObeysRetryAfter) {
    EXPECT_EQ(nextDelay({Outcome::kAnswered, 429, 7s}, kIdempotent, 1, 1h, 0.5), 7s);
}

TEST(HttpRetry, EndsWithTheAttemptsAndWithTheDeadline) {
    EXPECT_FALSE(nextDelay(answered(500), {true, 3}, 3, 1h, 0));
    EXPECT_FALSE(nextDelay(answered(500), kIdempotent, 1, 40ms, 0));
    EXPECT_FALSE(nextDelay({Outcome::kAnswered, 503, 60s}, kIdempotent, 1, 10s, 0));
    EXPECT_FALSE(nextDelay(answered(500), kIdempotent, 1, -1ms, 0));
}

}  // namespace
}  // namespace vuedeo::plugins
