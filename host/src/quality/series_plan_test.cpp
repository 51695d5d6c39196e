#include "quality/series_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "http/problem.hpp"

namespace vuedeo::quality {
namespace {

constexpr int64_t kBase = 1'700'000'000'000;
constexpr int64_t kHour = 3'600'000;

TEST(SeriesPlan, AlignsTheRangeOutwardsToTheInterval) {
    const SeriesPlan plan = planSeries(61'001, 119'999, 15);
    EXPECT_EQ(plan.fromMs, 60'000);
    EXPECT_EQ(plan.toMs, 120'000);
    EXPECT_EQ(plan.intervalMs, 15'000);
    EXPECT_EQ(plan.points(), 4);
    EXPECT_EQ(planSeries(60'000, 120'000, 15).points(), 4);
}

TEST(SeriesPlan, ChoosesTheFinestIntervalThatDrawsWell) {
    const auto chosen = [](int64_t span) {
        return planSeries(kBase, kBase + span, std::nullopt).intervalMs / 1000;
    };
    EXPECT_EQ(chosen(1), 1);
    EXPECT_EQ(chosen(kHour / 15), 1);  // 4 minutes
    EXPECT_EQ(chosen(kHour), 15);
    EXPECT_EQ(chosen(2 * kHour), 30);
    EXPECT_EQ(chosen(24 * kHour), 300);
    EXPECT_EQ(chosen(30 * 24 * kHour), 3 * 3600);
    EXPECT_EQ(chosen(365 * 24 * kHour), 7 * 86'400);
}

TEST(SeriesPlan, ChoosesNoIntervalByItselfThatMostSamplesWouldMiss) {
    const SeriesPlan plan = planSeries(kBase, kBase + 60'000, std::nullopt, 10);
    EXPECT_EQ(plan.intervalMs, 15'000);
    EXPECT_EQ(plan.sampleIntervalS, 10);
    EXPECT_EQ(planSeries(kBase, kBase + 60'000, 1, 10).intervalMs, 1'000);
}

TEST(SeriesPlan, NeverGivesMoreThan300PointsByItself) {
    for (int64_t span = 1; span < kBase; span = span * 3 + 1'234) {
        const SeriesPlan plan = planSeries(kBase + 777, kBase + 777 + span, std::nullopt);
        EXPECT_LE(plan.points(), kMaxAutoPoints) << span;
        EXPECT_GE(plan.points(), 1);
        EXPECT_EQ(plan.fromMs % plan.intervalMs, 0);
        EXPECT_EQ(plan.toMs % plan.intervalMs, 0);
        EXPECT_LE(plan.fromMs, kBase + 777);
        EXPECT_GE(plan.toMs, kBase + 777 + span);
    }
}

TEST(SeriesPlan, NamesTheShortestIntervalThatIsPossible) {
    try {
        planSeries(kBase, kBase + 24 * kHour, 1);
        FAIL() << "86,400 points were accepted";
    } catch (const http::Problem& problem) {
        EXPECT_EQ(problem.status(), 422);
        EXPECT_EQ(problem.type(), "interval-too-short");
        EXPECT_EQ(problem.field(), "interval");
        EXPECT_THAT(problem.what(), ::testing::HasSubstr("an interval of 18 s or more"));
    }
    EXPECT_LE(planSeries(kBase, kBase + 24 * kHour, 18).points(), kMaxExplicitPoints);
    EXPECT_THROW(planSeries(kBase, kBase + 24 * kHour, 17), http::Problem);
}

TEST(SeriesPlan, RefusesEmptyAndImpossibleRanges) {
    const auto field = [](int64_t from, int64_t to) -> std::string {
        try {
            planSeries(from, to, std::nullopt);
        } catch (const http::Problem& problem) {
            return problem.field();
        }
        return "accepted";
    };
    EXPECT_EQ(field(kBase, kBase), "to");
    EXPECT_EQ(field(kBase, kBase - 1), "to");
    EXPECT_EQ(field(-1, kBase), "from");
    EXPECT_EQ(field(INT64_MIN, INT64_MAX), "from");
    EXPECT_EQ(field(0, INT64_MAX), "to");
    EXPECT_EQ(field(0, 253'402'300'800'000), "accepted");
}

TEST(SeriesPlan, ReadsIntervals) {
    EXPECT_EQ(parseInterval("auto"), std::nullopt);
    EXPECT_EQ(parseInterval(""), std::nullopt);
    EXPECT_EQ(parseInterval("15"), 15);
    EXPECT_EQ(parseInterval("31536000"), kMaxIntervalS);
    for (const char* bad : {"0", "-5", "1.5", "15s", " 15", "31536001", "99999999999999999999"}) {
        EXPECT_THROW(parseInterval(bad), http::Problem) << bad;
    }
}

}  // namespace
}  // namespace vuedeo::quality
