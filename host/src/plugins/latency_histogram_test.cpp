#include "plugins/latency_histogram.hpp"

#include <gtest/gtest.h>

namespace vuedeo::plugins {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

TEST(LatencyHistogram, SaysNothingBeforeTheFirstCall) {
    const LatencyHistogram histogram;
    EXPECT_EQ(histogram.read().total(), 0U);
    EXPECT_EQ(histogram.read().quantile_s(0.5), 0);
}

TEST(LatencyHistogram, PutsEveryTimeIntoTheBucketThatEndsAboveItByAQuarterAtMost) {
    for (uint64_t ns = 256; ns < (uint64_t{1} << 40); ns += 1 + ns / 7) {
        const double end_s = Latencies::endOf_s(Latencies::bucketOf(ns));
        const double took_s = static_cast<double>(ns) / 1e9;
        ASSERT_GT(end_s, took_s) << ns;
        ASSERT_LE(end_s, took_s * 1.2500001) << ns;
    }
}

TEST(LatencyHistogram, KeepsTheShortestAndTheLongestWithinItsBounds) {
    LatencyHistogram histogram;
    histogram.count(nanoseconds(-5));  // a clock that a machine has set back
    histogram.count(nanoseconds(0));
    histogram.count(std::chrono::hours(24 * 365));
    EXPECT_EQ(histogram.read().counts.front(), 2U);
    EXPECT_EQ(histogram.read().counts.back(), 1U);
}

TEST(LatencyHistogram, FindsQuantiles) {
    LatencyHistogram histogram;
    for (int i = 0; i < 97; ++i) histogram.count(milliseconds(2));
    for (int i = 0; i < 3; ++i) histogram.count(milliseconds(900));
    const Latencies latencies = histogram.read();
    EXPECT_EQ(latencies.total(), 100U);
    EXPECT_NEAR(latencies.quantile_s(0.5), 0.002, 0.0005);
    EXPECT_NEAR(latencies.quantile_s(0.95), 0.002, 0.0005);
    EXPECT_NEAR(latencies.quantile_s(0.99), 0.9, 0.225);
}

}  // namespace
}  // namespace vuedeo::plugins
