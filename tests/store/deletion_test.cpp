#include "expected.hpp"
#include "fixture.hpp"

namespace vuedeo::store_test {
namespace {

using testing::Each;
using testing::IsEmpty;
using testing::SizeIs;

class Deletion : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (!store().canDelete()) GTEST_SKIP() << "this store does not delete by age";
    }

    uint64_t deleteBefore(int64_t before) {
        uint64_t deleted = 0;
        EXPECT_THAT(store().deleteBefore(before, deleted), Succeeds());
        return deleted;
    }

    std::vector<Sample> twoHoursOfSamples() {
        std::vector<Sample> all;
        for (int64_t at = kNow - 2 * kHour; at < kNow; at += 15 * kSecond)
            for (const char* who : {"anna", "bert"})
                all.push_back(sampleOf(name(), who, at, static_cast<float>(at % 977)));
        EXPECT_THAT(append(all), Each(VUEDEO_SAMPLE_STORED));
        return all;
    }
};

TEST_F(Deletion, TakesWhatIsOlderFromEveryLevel) {
    const auto all = twoHoursOfSamples();
    // Through the middle of an hour, of a minute and of a second.
    const int64_t before = kNow - 52 * kMinute - 20 * kSecond - 345;
    std::vector<Sample> kept;
    for (const Sample& each : all)
        if (each.at >= before) kept.push_back(each);
    EXPECT_EQ(deleteBefore(before), all.size() - kept.size());
    EXPECT_THAT(samples(name()), SizeIs(kept.size()));
    for (const int64_t interval : {kSecond, 7 * kSecond, kMinute, kHour, kDay}) {
        SCOPED_TRACE("interval " + std::to_string(interval / 1000) + " s");
        const SeriesQuery query{name(),
                                "",
                                (kNow - kDay) / interval * interval,
                                (kNow + kDay) / interval * interval,
                                interval,
                                {kSendBps}};
        expectSameSeries(series(query), expectedSeries(kept, query, {"anna", "bert"}));
    }
    for (const Participant& each : participants(name())) {
        EXPECT_EQ(each.sampleCount, kept.size() / 2);
        EXPECT_EQ(each.firstSampleAt, kept.front().at);
        EXPECT_EQ(each.lastSampleAt, kNow - 15 * kSecond);
    }
}

TEST_F(Deletion, LeavesRoomsAndParticipants) {
    Room room;
    room.name = name();
    room.createdAt = kNow - kDay;
    ASSERT_THAT(store().saveRoom(room), Succeeds());
    twoHoursOfSamples();
    EXPECT_EQ(deleteBefore(kNow), 960U);
    EXPECT_THAT(samples(name()), IsEmpty());
    EXPECT_EQ(this->room(name()).lastSampleAt, 0);
    const auto found = participants(name());
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(found[0].sampleCount, 0U);
    EXPECT_EQ(found[0].firstSampleAt, 0);
    EXPECT_EQ(found[0].lastSampleAt, 0);
}

TEST_F(Deletion, DeletesNothingTwice) {
    twoHoursOfSamples();
    EXPECT_EQ(deleteBefore(kNow - kHour), 480U);
    EXPECT_EQ(deleteBefore(kNow - kHour), 0U);
    EXPECT_THAT(samples(name()), SizeIs(480));
}

TEST_F(Deletion, TakesNewSamplesAfterwardsAndCountsThemOnce) {
    twoHoursOfSamples();
    deleteBefore(kNow);
    EXPECT_EQ(appendOne(sampleOf(name(), "anna", kNow + kSecond, 5)), VUEDEO_SAMPLE_STORED);
    EXPECT_EQ(appendOne(sampleOf(name(), "anna", kNow + kSecond, 5)), VUEDEO_SAMPLE_DUPLICATE);
    const auto buckets = series({name(), "", kNow, kNow + kHour, kHour, {kSendBps}});
    ASSERT_THAT(buckets, SizeIs(1));
    EXPECT_EQ(buckets[0].samples, 1U);
    EXPECT_EQ(participants(name())[0].sampleCount, 1U);
}

TEST_F(Deletion, StopsWhenTheCallIsCancelled) {
    twoHoursOfSamples();
    const std::atomic<bool> cancelled = true;
    uint64_t deleted = 0;
    EXPECT_THAT(store().deleteBefore(kNow, deleted, {60'000, &cancelled}),
                HasStatus(VUEDEO_E_UNAVAILABLE));
    EXPECT_THAT(samples(name()), SizeIs(960));
}

}  // namespace
}  // namespace vuedeo::store_test
