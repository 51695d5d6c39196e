#include "run.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace vuedeo::charts::svg {
namespace {

constexpr Frame kFrame{0, 600'000, 0, 600, 100, 0, 10};  // a second a pixel

struct Measured {
    Participant participant;
    Values values;

    void add(int64_t ms, double value) {
        participant.time.push_back(ms);
        participant.count.push_back(1);
        for (auto* list : {&values.value, &values.min, &values.max}) list->push_back(value);
    }
    std::vector<Run> runs() const { return runsOf(participant, values, 37'500, kFrame); }
};

TEST(Runs, BreakWhereTooLongNothingIsKnown) {
    Measured measured;
    measured.add(0, 1);
    measured.add(15'000, NAN);
    measured.add(30'000, 2);
    measured.add(45'000, NAN);
    measured.add(60'000, NAN);
    measured.add(75'000, 0);
    const auto runs = measured.runs();
    ASSERT_EQ(runs.size(), 2U);
    ASSERT_EQ(runs[0].size(), 2U);
    EXPECT_EQ(runs[0][1].x, 30);
    EXPECT_EQ(runs[0][1].value, 80);
    ASSERT_EQ(runs[1].size(), 1U);
    EXPECT_EQ(runs[1][0].value, 100);
}

TEST(Runs, KeepThePeaksOfMorePointsThanPixels) {
    Measured measured;
    for (int i = 0; i < 60'000; ++i) measured.add(i * 10, i == 31'415 ? 9 : i == 31'420 ? 1 : 5);
    const auto runs = measured.runs();
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs[0].size(), 1'200U);
    double highest = 100;
    double lowest = 0;
    for (const Point& point : runs[0]) {
        highest = std::min(highest, point.value);
        lowest = std::max(lowest, point.value);
    }
    EXPECT_EQ(highest, 10);
    EXPECT_EQ(lowest, 90);
}

TEST(Runs, OfNothingKnownAreNone) {
    Measured measured;
    measured.add(0, NAN);
    EXPECT_TRUE(measured.runs().empty());
}

}  // namespace
}  // namespace vuedeo::charts::svg
