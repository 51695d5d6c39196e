#include "deletion.hpp"

#include "rollup.hpp"
#include "rooms.hpp"
#include "schema.hpp"
#include "test_database.hpp"

namespace vuedeo::sqlite {
namespace {

constexpr int64_t kHourAt = 1'700'006'400'000;
constexpr int64_t kStepMs = 15'000;

struct Shown {
    int64_t firstAt = 0;
    int64_t lastAt = 0;
    uint64_t samples = 0;
};

class DeletionTest : public testing::Test {
protected:
    void SetUp() override {
        writer_.open();
        // Two hours, a sample every 15 s, from a moment that begins no minute.
        writer_.run(soon(), [&](Session& session) {
            for (int64_t at = kFirstAt; at < kHourAt + 2 * kHourMs; at += kStepMs)
                appendTo(session, "anna", at, 1);
        });
    }

    uint64_t deleteBefore(
        int64_t beforeMs, const BetweenSteps& between = [] {}) {
        return deleteSamplesBefore(writer_, beforeMs, soon(), between);
    }

    Shown anna() {
        Shown shown;
        const vuedeo_participant_visitor visitor{
            &shown, [](void* ctx, const vuedeo_participant* participant) -> int32_t {
                *static_cast<Shown*>(ctx) = {participant->first_sample_at_ms,
                                             participant->last_sample_at_ms,
                                             participant->sample_count};
                return VUEDEO_CONTINUE;
            }};
        Connection reader = openReader(path_);
        listParticipants(reader, "room", visitor);
        return shown;
    }

    int64_t query(const std::string& sql) { return openReader(path_).queryInteger(sql); }
    int64_t inMinutes() { return query("SELECT sum(sample_count) FROM rollups_minute"); }
    int64_t inHours() { return query("SELECT sum(sample_count) FROM rollups_hour"); }

    static constexpr int64_t kFirstAt = kHourAt + 30'000;
    static constexpr uint64_t kSamples = 2 * kHourMs / kStepMs - 2;
    TestFolder folder_;
    const std::string path_ = folder_.file("metrics.db");
    const Host host_ = testHost();
    Writer writer_{path_, host_};
};

TEST_F(DeletionTest, LeavesTheTimeOfTheFirstSampleThatIsKept) {
    EXPECT_EQ(anna().firstAt, kFirstAt);
    const int64_t before = kHourAt + kHourMs + 20 * kMinuteMs + 5000;
    const uint64_t deleted = deleteBefore(before);
    EXPECT_EQ(anna().samples, kSamples - deleted);
    EXPECT_EQ(anna().firstAt, before + 10'000);
    EXPECT_EQ(inMinutes(), static_cast<int64_t>(anna().samples));
    EXPECT_EQ(inHours(), static_cast<int64_t>(anna().samples));
}

TEST_F(DeletionTest, DividesAnHourByItsMinutesWhereNoSamplesAreLeft) {
    fileInbox(writer_, soon(), [] {});
    deleteLevel(writer_, sql::Level::kRaw, 0, kHourAt + 2 * kHourMs, [] {});
    const int64_t cutMinute = kHourAt + kHourMs + 20 * kMinuteMs;
    const uint64_t deleted = deleteBefore(cutMinute + 20'000);
    EXPECT_EQ(deleted, (kHourMs + 20 * kMinuteMs) / kStepMs - 2);
    // The minute that the cut goes through cannot be divided.
    EXPECT_EQ(query("SELECT min(bucket_at) FROM rollups_minute"), cutMinute);
    EXPECT_EQ(inMinutes(), static_cast<int64_t>(kSamples - deleted));
    EXPECT_EQ(inHours(), inMinutes());
    EXPECT_EQ(anna().samples, kSamples - deleted);
    EXPECT_EQ(anna().firstAt, cutMinute);
}

TEST_F(DeletionTest, LeavesAnHourWholeWhereNothingFinerIsLeft) {
    fileInbox(writer_, soon(), [] {});
    for (const sql::Level level : {sql::Level::kRaw, sql::Level::kMinute})
        deleteLevel(writer_, level, 0, kHourAt + 2 * kHourMs, [] {});
    EXPECT_EQ(deleteBefore(kHourAt + kHourMs + 20 * kMinuteMs), kHourMs / kStepMs - 2);
    EXPECT_EQ(inHours(), kHourMs / kStepMs);
    EXPECT_EQ(anna().samples, kHourMs / kStepMs);
    EXPECT_EQ(anna().firstAt, kHourAt + kHourMs);
}

TEST_F(DeletionTest, CountsSamplesThatArriveMeanwhile) {
    const int64_t later = kHourAt + 3 * kHourMs;
    int64_t steps = 0;
    const auto between = [&] {
        if (++steps == 3) appendOne(writer_, "anna", later, 1);
    };
    EXPECT_EQ(deleteBefore(later, between), kSamples);
    ASSERT_GE(steps, 3);
    EXPECT_EQ(query("SELECT count(*) FROM waiting"), 1) << "it must not have been filed";
    EXPECT_EQ(anna().samples, 1U);
    EXPECT_EQ(anna().firstAt, later);
    EXPECT_EQ(anna().lastAt, later);
    EXPECT_EQ(query("SELECT last_sample_at FROM rooms"), later);
}

}  // namespace
}  // namespace vuedeo::sqlite
