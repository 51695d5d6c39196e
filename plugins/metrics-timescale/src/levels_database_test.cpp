// Levels, late samples, retention: the same answers in every mode, before and after maintenance.
#include <algorithm>

#include "database_fixture.hpp"

namespace vuedeo::timescale {
namespace {

using testing::Each;

class Levels : public DatabaseTest {
protected:
    // Whole numbers, so that sums are exact in any order.
    static std::vector<TestSample> samplesBetween(int64_t fromMs, int64_t toMs, int64_t stepMs) {
        std::vector<TestSample> samples;
        for (const char* who : {"anna", "bert"})
            for (int64_t at = fromMs; at < toMs; at += stepMs)
                samples.push_back({who, at, static_cast<float>(at / stepMs % 1000)});
        return samples;
    }

    std::vector<TestSample> store(std::vector<TestSample> samples) {
        EXPECT_THAT(append(samples), Each(VUEDEO_SAMPLE_STORED));
        return samples;
    }
    // As whole chunks or partitions, not row by row.
    void expectNothingBefore(int64_t timeMs) {
        const std::string older =
            schema_.hasHypertable
                ? "timescaledb_information.chunks WHERE hypertable_name = 'samples' AND "
                  "hypertable_schema = current_schema() AND range_end <= '" +
                      timestamp(timeMs) + "'"
                : "pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = "
                  "'samples'::regclass AND c.relname < 'samples_" +
                      dayName(timeMs) + "'";
        EXPECT_EQ(count(older), 0);
    }
    int64_t staleHours() { return count("stale_hours"); }
};

std::vector<TestSample> operator+(std::vector<TestSample> all,
                                  const std::vector<TestSample>& more) {
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

TEST_F(Levels, AnswerTheSameBeforeAndAfterTheyAreMade) {
    const auto samples = store(samplesBetween(kNow - 3 * kDayMs, kNow + 2 * kHourMs, 37'000));
    expectSeriesOf(samples);
    nowMs_ = kNow + 90 * kMinuteMs;
    maintain();
    expectSeriesOf(samples);
    EXPECT_EQ(staleHours(), 0);
    EXPECT_GT(count("rollups_hour"), 140);
}

// Seen by taking the samples away behind the store's back.
TEST_F(Levels, AreReadInPlaceOfTheSamples) {
    const auto samples = store(samplesBetween(kNow - kDayMs, kNow - kHourMs, 15'000));
    maintain();
    query("DELETE FROM samples");
    for (const int64_t interval : {kMinuteMs, 5 * kMinuteMs, kHourMs, kDayMs})
        EXPECT_EQ(series(interval), expected(samples, interval));
    EXPECT_THAT(series(15'000), testing::IsEmpty());
}

TEST_F(Levels, ShowALateSampleAtOnceAndAfterTheRepair) {
    auto samples = store(samplesBetween(kNow - 8 * kDayMs, kNow, 601'000));
    maintain();
    samples = samples + store({{"anna", kNow - 7 * kDayMs + 11, 9'999},
                               {"anna", kNow - 7 * kDayMs + kHourMs, 1},
                               {"bert", kNow - 3 * kDayMs + 5, 3},
                               {"bert", kNow - kMinuteMs + 1, 2}});
    EXPECT_GE(staleHours(), 3);
    expectSeriesOf(samples);
    maintain();
    EXPECT_EQ(staleHours(), 0);
    expectSeriesOf(samples);
}

TEST_F(Levels, TakeALateSampleOfAParticipantWithoutAnyOther) {
    auto samples = store(samplesBetween(kNow - 2 * kHourMs, kNow, 15'000));
    maintain();
    samples = samples + store({{"carl", kNow - 5 * kDayMs, 7}});
    expectSeriesOf(samples);
    maintain();
    expectSeriesOf(samples);
}

TEST_F(Levels, GoOnHourByHourAsTimePasses) {
    std::vector<TestSample> samples;
    for (int hour = 0; hour < 5; ++hour) {
        samples = samples +
                  store(samplesBetween(nowMs_ - 30 * kMinuteMs, nowMs_ + 30 * kMinuteMs, 60'000));
        nowMs_ += kHourMs;
        maintain();
        expectSeriesOf(samples);
    }
}

TEST_F(Levels, OutliveTheSingleSamples) {
    config_.rawDays = 2;
    config_.minuteDays = 4;
    open();
    const auto samples = store(samplesBetween(kNow - 6 * kDayMs, kNow, 601'000));
    maintain();
    maintain();  // takes away what the first has hidden
    EXPECT_EQ(series(kHourMs), expected(samples, kHourMs));

    std::vector<TestSample> kept;
    const int64_t rawFrom = floorTo(kNow, kDayMs) - 2 * kDayMs;
    std::copy_if(samples.begin(), samples.end(), std::back_inserter(kept),
                 [&](const TestSample& each) { return each.at >= rawFrom; });
    EXPECT_EQ(count("samples"), static_cast<int64_t>(kept.size()));
    expectNothingBefore(rawFrom);

    std::vector<TestBucket> minutes = expected(samples, kMinuteMs);
    const int64_t minutesFrom = floorTo(kNow, kDayMs) - 4 * kDayMs;
    minutes.erase(std::remove_if(minutes.begin(), minutes.end(),
                                 [&](const TestBucket& each) { return each.start < minutesFrom; }),
                  minutes.end());
    std::vector<TestBucket> found = series(kMinuteMs);
    found.erase(std::remove_if(found.begin(), found.end(),
                               [&](const TestBucket& each) { return each.start < minutesFrom; }),
                found.end());
    EXPECT_EQ(found, minutes);
}

TEST_F(Levels, RejectWhatCouldNotBeToldFromADuplicate) {
    config_.rawDays = 2;
    open();
    store({{"anna", kNow - 6 * kDayMs, 1}});
    maintain();
    maintain();
    EXPECT_EQ(count("samples"), 0);
    EXPECT_THAT(append({{"anna", kNow - 6 * kDayMs, 1}, {"anna", kNow - kHourMs, 1}}),
                testing::ElementsAre(VUEDEO_SAMPLE_REJECTED, VUEDEO_SAMPLE_STORED));
    EXPECT_EQ(series(kDayMs).size(), 2U);
}

TEST_F(Levels, TakeSamplesOfAnyAgeUntilSomeAreDeleted) {
    config_.rawDays = 30;
    open();
    maintain();
    config_.rawDays = 0;
    open();
    store({{"anna", kNow - 90 * kDayMs, 1}});
    maintain();
    EXPECT_EQ(count("samples"), 1);
}

TEST_F(Levels, KeepSingleSamplesUntilTheirRollupsAreMade) {
    config_.rawDays = 1;
    open();
    store({{"anna", kNow - 3 * kDayMs, 1}});
    run([&](Connection& connection) {
        Partitions partitions;
        Retention(schema_, partitions).endLevel(connection, Level::kRaw, kNow - 2 * kDayMs);
    });
    EXPECT_EQ(query("SELECT raw_deleted_before = 'epoch' FROM store_state"), "t");
}

TEST_F(Levels, TurnOldChunksIntoColumnsAndTakeLateSamplesThere) {
    if (!schema_.hasColumnstore) GTEST_SKIP() << "this server keeps tables by rows only";
    auto samples = store(samplesBetween(kNow - 12 * kDayMs, kNow, 601'000));
    maintain();
    EXPECT_GT(std::stoll(query("SELECT count(*) FROM timescaledb_information.chunks WHERE "
                               "is_compressed AND hypertable_schema = current_schema()")),
              0);
    expectSeriesOf(samples);
    EXPECT_EQ(append({samples.front()}).front(), VUEDEO_SAMPLE_DUPLICATE);
    samples = samples + store({{"anna", kNow - 11 * kDayMs + 1, 5}});
    expectSeriesOf(samples);
    maintain();
    expectSeriesOf(samples);
}

TEST_F(Levels, AreMaintainedByOneHostAtATime) {
    if (sharesOneSession()) GTEST_SKIP() << "this server's connections share one session's locks";
    Connection other = otherSession();
    pqxx::nontransaction(other.raw())
        .exec("SELECT pg_advisory_lock(hashtext(current_schema()::text), 4)");
    Partitions partitions;
    Maintenance second(config_, schema_, *pool_, partitions, host(), [] { return kNow; });
    EXPECT_FALSE(second.runOnce([] {}));
}

}  // namespace
}  // namespace vuedeo::timescale
