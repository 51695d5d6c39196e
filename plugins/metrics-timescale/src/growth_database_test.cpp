// A schema that was made with fewer quality fields: nothing that it holds is lost when it gets the
// others, in samples, rollups and columns.
#include <set>

#include "field_columns.hpp"
#include "older_schema.hpp"
#include "rollup_generations.hpp"

namespace vuedeo::timescale {
namespace {

constexpr uint32_t kOlderFields = 20;
constexpr uint32_t kNewField = VUEDEO_FIELD_COUNT - 1;
constexpr int64_t kRolledUntil = kNow - kHourMs;

class GrowthTest : public OlderSchemaTest {
protected:
    void SetUp() override {
        OlderSchemaTest::SetUp();
        makeOlderSchema(5, kOlderFields);
    }

    static std::vector<TestSample> samplesBetween(int64_t fromMs, int64_t toMs) {
        std::vector<TestSample> samples;
        for (int64_t at = fromMs; at < toMs; at += 601'000)
            samples.push_back({"anna", at, static_cast<float>(at / 1000 % 977)});
        return samples;
    }

    // As the older plugin has stored, and rolled up until kRolledUntil.
    void storeAsOlderPlugin(const std::vector<TestSample>& samples) {
        query("INSERT INTO rooms (name, created_at, active_at) VALUES ('room', now(), now())");
        query("INSERT INTO participants (room_id, participant) SELECT id, 'anna' FROM rooms");
        std::string rows;
        std::set<int64_t> times;
        for (const TestSample& each : samples) {
            rows += (rows.empty() ? "('" : ", ('") + timestamp(each.at) + "'::timestamptz, " +
                    std::to_string(each.value) + ")";
            times.insert(each.at);
        }
        if (!schema_.hasHypertable) ensurePartitions(Level::kRaw, times);
        query(
            "INSERT INTO samples (room_id, participant_id, sampled_at, send_bps)"
            " SELECT room_id, id, at, value FROM participants, (VALUES " +
            rows + ") v (at, value)");
        for (const Level level : {Level::kMinute, Level::kHour}) roll(level, times);
        query("UPDATE store_state SET sealed_until = '" + timestamp(kRolledUntil) +
              "', rolled_until = '" + timestamp(kRolledUntil) + "'");
    }

    // Of the buckets that know the field: start and sum.
    static std::vector<std::pair<int64_t, double>> sumsOf(const std::vector<TestBucket>& buckets) {
        std::vector<std::pair<int64_t, double>> sums;
        for (const TestBucket& each : buckets)
            if (each.sum != 0) sums.emplace_back(each.start, each.sum);
        return sums;
    }

    std::vector<uint32_t> missingColumns() {
        std::vector<uint32_t> missing;
        run([&](Connection& connection) {
            pqxx::work look(connection.raw());
            missing = missingFields(look, "samples");
        });
        return missing;
    }

private:
    void ensurePartitions(Level level, const std::set<int64_t>& times) {
        run([&](Connection& connection) { Partitions().ensure(connection, level, times); });
    }

    void roll(Level level, const std::set<int64_t>& times) {
        const std::string table = tableOf(level);
        if (schema_.hasContinuousAggregates) {
            query("CALL refresh_continuous_aggregate('" + table + "', NULL, '" +
                  timestamp(kRolledUntil) + "'::timestamptz)");
            return;
        }
        ensurePartitions(level, times);
        query("INSERT INTO " + table +
              " (room_id, participant_id, bucket_at, sample_count, send_bps_count, send_bps_sum,"
              " send_bps_min, send_bps_max) SELECT room_id, participant_id, date_bin('1 " +
              (level == Level::kHour ? "hour" : "minute") +
              "', sampled_at, timestamptz 'epoch'), count(*), count(send_bps),"
              " sum(send_bps::double precision), min(send_bps), max(send_bps) FROM samples"
              " WHERE sampled_at < '" +
              timestamp(kRolledUntil) + "' GROUP BY 1, 2, 3");
    }
};

TEST_F(GrowthTest, KeepsSamplesAndRollupsAndTakesTheNewFields) {
    std::vector<TestSample> all = samplesBetween(kNow - 12 * kDayMs, kNow - 10 * kMinuteMs);
    storeAsOlderPlugin(all);
    if (schema_.hasColumnstore)
        query(
            "SELECT compress_chunk(show_chunks('samples', older_than =>"
            " '" +
            timestamp(kNow - 10 * kDayMs) + "'::timestamptz))");
    open();
    expectSeriesOf(all);

    // Late ones in the hours of before, and hours that begin before and end behind the border.
    const std::vector<TestSample> more = {
        {"anna", kNow - 3 * kDayMs + 1, 5}, {"anna", kRolledUntil + 1, 6}, {"anna", kNow + 1, 7}};
    EXPECT_THAT(append(more), testing::Each(VUEDEO_SAMPLE_STORED));
    all.insert(all.end(), more.begin(), more.end());
    const std::vector<TestSample> ofNewField = {{"anna", kNow + 2, 3}, {"anna", kNow + 3, 4}};
    EXPECT_THAT(append(ofNewField, kNewField), testing::Each(VUEDEO_SAMPLE_STORED));
    nowMs_ = kNow + 2 * kHourMs;
    maintain();
    query("DELETE FROM samples");
    for (const int64_t interval : {kMinuteMs, kHourMs, kDayMs}) {
        SCOPED_TRACE(interval);
        EXPECT_EQ(sumsOf(series(interval)), sumsOf(expected(all, interval)));
        EXPECT_EQ(sumsOf(series(interval, kNewField)), sumsOf(expected(ofNewField, interval)));
    }
}

// A dictionary may grow more than once.
TEST_F(GrowthTest, AddsOneGenerationOfAggregatesToAnother) {
    if (!schema_.hasContinuousAggregates) GTEST_SKIP() << "tables gain columns";
    const std::vector<TestSample> all = samplesBetween(kNow - 2 * kDayMs, kNow - 2 * kHourMs);
    storeAsOlderPlugin(all);
    open();
    open();
    EXPECT_EQ(count("rollup_generations"), 2);
    append({{"anna", kNow - 30 * kMinuteMs, 8}});
    maintain();
    run([](Connection& connection) {
        pqxx::work transaction(connection.raw());
        beginGeneration(transaction);
        transaction.commit();
    });
    append({{"anna", kNow + 30 * kMinuteMs, 9}});
    nowMs_ = kNow + 2 * kHourMs;
    maintain();
    query("DELETE FROM samples");
    std::vector<TestSample> together = all;
    together.push_back({"anna", kNow - 30 * kMinuteMs, 8});
    together.push_back({"anna", kNow + 30 * kMinuteMs, 9});
    for (const int64_t interval : {kMinuteMs, kHourMs, kDayMs})
        EXPECT_EQ(series(interval), expected(together, interval));
    EXPECT_EQ(count("rollup_generations"), 3);
}

TEST_F(GrowthTest, LetsRetentionEndWhatIsOldInEveryGeneration) {
    const TestSample old{"anna", kNow - 60 * kDayMs, 1};
    const TestSample kept{"anna", kNow - kDayMs, 2};
    storeAsOlderPlugin({old, kept});
    config_.rawDays = 2;
    config_.minuteDays = 4;
    open();
    maintain();
    maintain();  // takes away what the first has hidden
    const std::string before = "bucket_at < '" + timestamp(kNow - 30 * kDayMs) + "'";
    EXPECT_EQ(count("rollups_minute WHERE " + before), 0);
    EXPECT_EQ(count("rollups_hour WHERE " + before), 1);
    EXPECT_EQ(series(kHourMs), expected({old, kept}, kHourMs));
}

TEST_F(GrowthTest, IsPreviewed) {
    std::string text;
    run([&](Connection& connection) { text = previewSchema(connection, config_, call()); });
    EXPECT_THAT(text, testing::HasSubstr(std::to_string(VUEDEO_FIELD_COUNT - kOlderFields) +
                                         " quality fields"));
    EXPECT_THAT(missingColumns(), testing::SizeIs(VUEDEO_FIELD_COUNT - kOlderFields));
    open();
    EXPECT_THAT(missingColumns(), testing::IsEmpty());
}

}  // namespace
}  // namespace vuedeo::timescale
