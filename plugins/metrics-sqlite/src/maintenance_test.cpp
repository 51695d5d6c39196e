#include "maintenance.hpp"

#include "deletion.hpp"
#include "rollup.hpp"
#include "schema.hpp"
#include "series.hpp"
#include "test_database.hpp"

namespace vuedeo::sqlite {
namespace {

constexpr int64_t kDayMs = 24 * kHourMs;
constexpr int64_t kNowMs = 1'700'006'400'000;
constexpr int64_t kTickMs = 15'000;

struct Sums {
    uint64_t samples = 0;
    double sum = 0;
    std::size_t buckets = 0;
};

class MaintenanceTest : public testing::Test {
protected:
    void SetUp() override {
        writer_.open();
        // Ten minutes of each of the last ten days, at their beginning.
        for (int64_t day = 1; day <= 10; ++day)
            for (int64_t tick = 0; tick < 40; ++tick)
                appendOne(writer_, "anna", kNowMs - day * kDayMs + tick * kTickMs, 2);
    }

    void maintain(int rawDays, int minuteDays, int hourDays) {
        const Config config{path_, rawDays, minuteDays, hourDays, 1};
        Maintenance(config, writer_, host_, [] { return kNowMs; }).runOnce([] {});
    }

    Sums read(int64_t intervalMs, int64_t fromMs = kNowMs - 20 * kDayMs) {
        const uint32_t field = VUEDEO_FIELD_SEND_BPS;
        const int64_t from = floorTo(fromMs, intervalMs);
        const int64_t to = floorTo(kNowMs + kDayMs, intervalMs);
        const vuedeo_series_query query{sizeof query, 1,  {"room", 4}, {"", 0},
                                        from,         to, intervalMs,  &field};
        Sums sums;
        const vuedeo_bucket_visitor visitor{&sums,
                                            [](void* ctx, const vuedeo_bucket* bucket) -> int32_t {
                                                auto& total = *static_cast<Sums*>(ctx);
                                                total.samples += bucket->sample_count;
                                                total.sum += bucket->aggregates[0].sum;
                                                ++total.buckets;
                                                return VUEDEO_CONTINUE;
                                            }};
        Connection reader = openReader(path_);
        readSeries(reader, query, visitor);
        return sums;
    }

    int64_t count(const std::string& table) {
        return openReader(path_).queryInteger("SELECT count(*) FROM " + table);
    }

    TestFolder folder_;
    const std::string path_ = folder_.file("metrics.db");
    const Host host_ = testHost();
    Writer writer_{path_, host_};
};

TEST_F(MaintenanceTest, FilesTheInboxAndKeepsEverythingWithoutRetention) {
    maintain(0, 0, 0);
    EXPECT_EQ(count("samples"), 400);
    EXPECT_EQ(count("inbox_0") + count("inbox_1"), 0);
    EXPECT_EQ(count("rollups_minute"), 100);
    EXPECT_EQ(count("rollups_hour"), 10);
}

TEST_F(MaintenanceTest, LosesNoSumWhenSingleSamplesAreGone) {
    maintain(3, 0, 0);
    EXPECT_EQ(count("samples"), 120);
    for (const int64_t interval : {int64_t{1000}, int64_t{7000}, kMinuteMs, kHourMs, kDayMs}) {
        const Sums sums = read(interval);
        EXPECT_EQ(sums.samples, 400U) << interval;
        EXPECT_EQ(sums.sum, 800) << interval;
    }
    // Minutes stand in for the seven days that are gone.
    EXPECT_EQ(read(kTickMs).buckets, 3U * 40 + 7 * 10);
}

TEST_F(MaintenanceTest, FallsBackToHoursWhenMinutesAreGoneToo) {
    maintain(3, 5, 0);
    EXPECT_EQ(count("rollups_minute"), 50);
    EXPECT_EQ(read(kTickMs).buckets, 3U * 40 + 2 * 10 + 5);
    EXPECT_EQ(read(kMinuteMs).samples, 400U);
}

TEST_F(MaintenanceTest, ReadsFinerLevelsWhereACoarserOneIsGone) {
    maintain(0, 1, 1);
    EXPECT_EQ(count("rollups_hour"), 1);
    EXPECT_EQ(read(kMinuteMs).buckets, 100U);
    EXPECT_EQ(read(kHourMs).buckets, 10U);
    EXPECT_EQ(read(kHourMs).sum, 800);
}

TEST_F(MaintenanceTest, EndsWhatIsOlderThanEveryLevel) {
    maintain(1, 2, 3);
    EXPECT_EQ(read(kHourMs).samples, 120U);
    EXPECT_EQ(read(1000).samples, 120U);
}

TEST_F(MaintenanceTest, RejectsSamplesFromBeforeTheRetentionSoThatNoneCountsTwice) {
    maintain(3, 0, 0);
    EXPECT_EQ(appendOne(writer_, "anna", kNowMs - 5 * kDayMs, 2), VUEDEO_SAMPLE_REJECTED);
    EXPECT_EQ(read(kHourMs).samples, 400U);
}

TEST_F(MaintenanceTest, VisitsNobodyAgainWhoLeftBeforeTheLastRound) {
    const Config config{path_, 3, 0, 0, 1};
    int64_t now = kNowMs;
    Maintenance maintenance(config, writer_, host_, [&] { return now; });
    const int64_t lastDay = kNowMs - kDayMs;
    appendOne(writer_, "bert", lastDay, 2);
    maintenance.runOnce([] {});
    // A row where none can be any more tells whether its participant is visited.
    writer_.run(soon(), [](Session& session) {
        session.connection().execute(
            "INSERT INTO samples SELECT room_id, id, 1, x'' "
            "FROM participants WHERE participant = 'anna'");
        session.connection().execute(
            "UPDATE participants SET last_sample_at = 1 WHERE participant = 'anna'");
    });
    now += 3 * kDayMs;
    maintenance.runOnce([] {});
    EXPECT_EQ(count("samples WHERE sampled_at = 1"), 1);
    EXPECT_EQ(count("samples s JOIN participants p ON p.id = s.participant_id "
                    "WHERE p.participant = 'bert'"),
              0);
}

TEST_F(MaintenanceTest, StopsItsThreadAtOnce) {
    const Config config{path_, 1, 0, 0, 1};
    for (int i = 0; i < 20; ++i) {
        Maintenance maintenance(config, writer_, host_, [] { return kNowMs; });
        maintenance.start();
        maintenance.stop();
    }
    EXPECT_EQ(read(kHourMs).samples, 400U);
}

}  // namespace
}  // namespace vuedeo::sqlite
