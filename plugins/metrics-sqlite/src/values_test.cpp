// The plain values of this plugin: configuration, names, cursors, aggregates and read plans.
#include <cmath>
#include <limits>

#include "config.hpp"
#include "cursor.hpp"
#include "names.hpp"
#include "read_plan.hpp"
#include "rollup.hpp"
#include "rooms.hpp"
#include "test_database.hpp"

namespace vuedeo::sqlite {
namespace {

std::string faultyKey(const char* json) {
    try {
        parseConfig(json, "/data");
    } catch (const Error& error) {
        EXPECT_EQ(error.status(), VUEDEO_E_INVALID);
        return error.field();
    }
    return "accepted";
}

TEST(Config, HasDefaultsInTheDataFolder) {
    const Config config = parseConfig("{}", "/data");
    EXPECT_EQ(config.path, "/data/metrics.db");
    EXPECT_EQ(config.rawDays, 30);
    EXPECT_EQ(config.minuteDays, 180);
    EXPECT_EQ(config.hourDays, 1825);
    EXPECT_EQ(config.readers, 4);
}

TEST(Config, TakesAnAbsolutePathAsItIs) {
    EXPECT_EQ(parseConfig(R"({"path": "/var/x.db"})", "/data").path, "/var/x.db");
    EXPECT_EQ(parseConfig(R"({"path": "sub/x.db"})", "/data").path, "/data/sub/x.db");
}

TEST(Config, NamesTheKeyAtFault) {
    EXPECT_EQ(faultyKey(R"({"path": ""})"), "path");
    EXPECT_EQ(faultyKey(R"({"path": 5})"), "path");
    EXPECT_EQ(faultyKey(R"({"raw_days": -1})"), "raw_days");
    EXPECT_EQ(faultyKey(R"({"minute_days": 1.5})"), "minute_days");
    EXPECT_EQ(faultyKey(R"({"hour_days": 99999999999})"), "hour_days");
    EXPECT_EQ(faultyKey(R"({"readers": 0})"), "readers");
    EXPECT_EQ(faultyKey(R"({"reader": 1})"), "reader");
}

TEST(Names, AcceptWellFormedUtf8Only) {
    for (const char* good : {"", "a", "é", "€", "𝄞", "\xf4\x8f\xbf\xbf"})
        EXPECT_TRUE(isUtf8(good)) << good;
    for (const char* bad : {"\x80", "\xc0\xaf", "\xc3", "\xe0\x80\x80", "\xed\xa0\x80",
                            "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\xe2\x82"})
        EXPECT_FALSE(isUtf8(bad));
    EXPECT_FALSE(isUtf8(std::string_view("\0", 1)));
}

TEST(Cursors, ComeBackAsTheyWere) {
    const Cursor cursor = decodeCursor(encodeCursor({-5, 77}));
    EXPECT_EQ(cursor.activeAt, -5);
    EXPECT_EQ(cursor.roomId, 77);
}

TEST(Search, EscapesWhatLikeWouldInterpret) {
    EXPECT_EQ(containsPattern(R"(50%_\)"), R"(%50\%\_\\%)");
}

TEST(Rollups, SurviveTheirEncodingExactly) {
    Rollup rollup;
    std::array<float, VUEDEO_FIELD_COUNT> values{};
    values.fill(std::numeric_limits<float>::quiet_NaN());
    values[0] = 0.1F;
    values[VUEDEO_FIELD_COUNT - 1] = 3;
    rollup.add(values);
    values[0] = 1e11F;
    rollup.add(values);
    Rollup copy;
    copy.addEncoded(rollup.sampleCount, rollup.encode());
    EXPECT_EQ(copy.sampleCount, 2);
    EXPECT_EQ(copy.fields[0].count, 2U);
    EXPECT_EQ(copy.fields[0].sum, rollup.fields[0].sum);
    EXPECT_EQ(copy.fields[0].min, 0.1F);
    EXPECT_EQ(copy.fields[0].max, 1e11F);
    EXPECT_EQ(copy.fields[1].count, 0U);
    EXPECT_EQ(copy.fields[VUEDEO_FIELD_COUNT - 1].sum, 6);
}

TEST(Rollups, RefuseBytesOfAnotherShape) {
    Rollup rollup;
    EXPECT_THROW(rollup.addEncoded(1, "short"), DatabaseError);
    EXPECT_THROW(rollup.addEncoded(1, std::string(21, '\0')), DatabaseError);
}

TEST(Rollups, FloorTimesTowardsThePast) {
    EXPECT_EQ(floorTo(61'000, kMinuteMs), 60'000);
    EXPECT_EQ(floorTo(60'000, kMinuteMs), 60'000);
    EXPECT_EQ(floorTo(-1, kMinuteMs), -60'000);
}

TEST(ReadPlan, TakesTheCoarsestLevelThatDividesTheInterval) {
    const auto levelOf = [](int64_t intervalMs) {
        const auto steps = planReads(0, intervalMs * 4, intervalMs, StoreState{});
        EXPECT_EQ(steps.size(), 1U);
        return steps.at(0).level;
    };
    EXPECT_EQ(levelOf(15'000), sql::Level::kRaw);
    EXPECT_EQ(levelOf(90'000), sql::Level::kRaw);
    EXPECT_EQ(levelOf(60'000), sql::Level::kMinute);
    EXPECT_EQ(levelOf(300'000), sql::Level::kMinute);
    EXPECT_EQ(levelOf(3 * kHourMs), sql::Level::kHour);
}

TEST(ReadPlan, CoversTheRangeWithoutGapWhereLevelsAreGone) {
    StoreState state;
    state.rawDeletedBefore = 10 * kHourMs;
    state.minuteDeletedBefore = 5 * kHourMs;
    const auto steps = planReads(0, 20 * kHourMs, 1000, state);
    ASSERT_EQ(steps.size(), 3U);
    EXPECT_EQ(steps[0].level, sql::Level::kHour);
    EXPECT_EQ(steps[0].fromMs, 0);
    EXPECT_EQ(steps[1].level, sql::Level::kMinute);
    EXPECT_EQ(steps[1].fromMs, steps[0].toMs);
    EXPECT_EQ(steps[2].level, sql::Level::kRaw);
    EXPECT_EQ(steps[2].fromMs, 10 * kHourMs);
    EXPECT_EQ(steps[2].toMs, 20 * kHourMs);
}

TEST(ReadPlan, LeavesOutWhatRetentionHasEndedOnEveryLevel) {
    StoreState state;
    state.rawDeletedBefore = 10 * kHourMs;
    state.minuteDeletedBefore = 8 * kHourMs;
    state.hourDeletedBefore = 6 * kHourMs;
    for (const int64_t interval : {int64_t{1000}, kMinuteMs, kHourMs}) {
        const auto steps = planReads(0, 12 * kHourMs, interval, state);
        ASSERT_FALSE(steps.empty()) << interval;
        EXPECT_EQ(steps.front().fromMs, 6 * kHourMs) << interval;
        EXPECT_EQ(steps.back().toMs, 12 * kHourMs) << interval;
        EXPECT_EQ(planReads(0, 6 * kHourMs, interval, state).size(), 0U) << interval;
    }
}

}  // namespace
}  // namespace vuedeo::sqlite
