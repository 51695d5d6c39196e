#include "ticks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "writer.hpp"

namespace vuedeo::charts::svg {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> labels(int64_t fromMs, int64_t toMs, const TimeZone& zone = {}) {
    std::vector<std::string> texts;
    for (const TimeTick& tick : timeTicks(fromMs, toMs, zone)) texts.push_back(tick.label);
    return texts;
}

TEST(ValueTicks, AreRoundAndReachTheLargest) {
    EXPECT_THAT(valueTicks(5), ElementsAre(0, 1, 2, 3, 4, 5));
    EXPECT_THAT(valueTicks(1.31), ElementsAre(0, 0.5, 1, 1.5));
    EXPECT_THAT(valueTicks(0), ElementsAre(0, 0.2));
    for (const double largest : {1e-9, 0.07, 3.0, 999.0, 1e15}) {
        EXPECT_GE(valueTicks(largest).back(), largest * 0.999999);
        EXPECT_LE(valueTicks(largest).size(), 7U) << largest;
    }
}

TEST(TimeTicks, AreAsFineAsTheRangeIsShort) {
    constexpr int64_t kNoonMs = 1'700'049'600'000;  // 2023-11-15 12:00 UTC
    EXPECT_THAT(labels(kNoonMs, kNoonMs + 45'000),
                ElementsAre("12:00:00", "12:00:10", "12:00:20", "12:00:30", "12:00:40"));
    EXPECT_THAT(labels(kNoonMs + 1, kNoonMs + 3'600'000),
                ElementsAre("12:10", "12:20", "12:30", "12:40", "12:50", "13:00"));
    EXPECT_THAT(labels(kNoonMs, kNoonMs + 2 * 86'400'000),
                ElementsAre("12:00", "00:00", "12:00", "00:00", "12:00"));
    EXPECT_THAT(labels(kNoonMs, kNoonMs), ElementsAre("12:00:00"));
    EXPECT_EQ(dateText(kNoonMs, {}), "2023-11-15");
    EXPECT_LE(labels(0, 253'402'300'799'999).size(), 8U);
}

TEST(TimeTicks, AreRoundWhereTheViewerIs) {
    const TimeZone berlin = TimeZone::load("Europe/Berlin");
    constexpr int64_t kMidnightMs = 1'698'530'400'000;  // 2023-10-29 00:00 in Berlin
    constexpr int64_t kHourMs = 3'600'000;
    // Summer ends: 02:00 comes twice, and the day has 25 hours.
    EXPECT_THAT(labels(kMidnightMs, kMidnightMs + 5 * kHourMs, berlin),
                ElementsAre("00:00", "01:00", "02:00", "03:00", "04:00"));
    EXPECT_THAT(labels(kMidnightMs, kMidnightMs + 25 * kHourMs, berlin),
                ElementsAre("00:00", "06:00", "12:00", "18:00", "00:00"));
    EXPECT_THAT(labels(kMidnightMs, kMidnightMs + 6 * 24 * kHourMs + kHourMs, berlin),
                ElementsAre("2023-10-29", "2023-10-30", "2023-10-31", "2023-11-01", "2023-11-02",
                            "2023-11-03", "2023-11-04"));
    EXPECT_EQ(dateText(kMidnightMs, berlin), "2023-10-29");
    EXPECT_EQ(dateText(kMidnightMs, {}), "2023-10-28");
}

TEST(Numbers, HaveHundredthsAtMost) {
    EXPECT_EQ(number(1.25), "1.25");
    EXPECT_EQ(number(-0.5), "-0.5");
    EXPECT_EQ(number(0.05), "0.05");
    EXPECT_EQ(number(1e15), "1000000000000000");
    EXPECT_EQ(number(0.001), "0");
}

TEST(Text, IsShortenedBetweenCharacters) {
    EXPECT_EQ(shortened("äöü", 3), "äöü");
    EXPECT_EQ(shortened("äöüß", 3), "äö\xE2\x80\xA6");
    EXPECT_EQ(escaped("a\x01\xEF\xBF\xBF<"), "a\xEF\xBF\xBD\xEF\xBF\xBD&lt;");
}

}  // namespace
}  // namespace vuedeo::charts::svg
