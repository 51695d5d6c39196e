#include <algorithm>
#include <chrono>
#include <random>

#include "expected.hpp"
#include "fixture.hpp"

namespace vuedeo::store_test {
namespace {

using testing::SizeIs;

constexpr int64_t kIntervals[] = {1, 7, 15, 60, 90, 300, 3600, 86'400};

int64_t floorTo(int64_t time, int64_t step) {
    return time / step * step;
}

class Series : public StoreTest {
protected:
    // Samples of several participants at random times within a day and a half, some of whose
    // fields are unknown; in random order, so that most of them are late.
    std::vector<Sample> randomSamples(std::size_t count) {
        std::vector<Sample> all;
        for (std::size_t i = 0; i < count; ++i) {
            Sample sample{name(),
                          "p" + std::to_string(random_() % 3),
                          kNow - static_cast<int64_t>(random_() % (36 * kHour)),
                          {}};
            for (uint32_t field = 0; field < VUEDEO_FIELD_COUNT; ++field) {
                if (random_() % 4 != 0)
                    sample.values[field] = static_cast<float>(random_() % 100'000) / 7;
            }
            all.push_back(std::move(sample));
        }
        return all;
    }

    // Appends in batches of random size; returns what the store says that it has stored.
    std::vector<Sample> appendAll(const std::vector<Sample>& all) {
        std::vector<Sample> stored;
        for (std::size_t at = 0; at < all.size();) {
            const std::size_t size = std::min<std::size_t>(all.size() - at, 1 + random_() % 700);
            const std::vector<Sample> batch(all.begin() + static_cast<std::ptrdiff_t>(at),
                                            all.begin() + static_cast<std::ptrdiff_t>(at + size));
            const auto codes = append(batch);
            for (std::size_t i = 0; i < batch.size(); ++i)
                if (codes.at(i) == VUEDEO_SAMPLE_STORED) stored.push_back(batch[i]);
            at += size;
        }
        return stored;
    }

    std::vector<std::string> order() {
        std::vector<std::string> ids;
        for (const Participant& each : participants(name())) ids.push_back(each.id);
        return ids;
    }

    SeriesQuery queryOf(int64_t intervalS, const std::string& participant = "") {
        const int64_t interval = intervalS * kSecond;
        SeriesQuery query{name(),
                          participant,
                          floorTo(kNow - 2 * kDay, interval),
                          floorTo(kNow + kDay, interval),
                          interval,
                          {}};
        for (uint32_t field = 0; field < VUEDEO_FIELD_COUNT; ++field) query.fields.push_back(field);
        return query;
    }

    std::mt19937_64 random_{20'240'517};
};

TEST_F(Series, AddsUpToBruteForceAtEveryInterval) {
    const auto stored = appendAll(randomSamples(6000));
    for (const int64_t interval : kIntervals) {
        SCOPED_TRACE("interval " + std::to_string(interval) + " s");
        const SeriesQuery query = queryOf(interval);
        expectSameSeries(series(query), expectedSeries(stored, query, order()));
    }
}

TEST_F(Series, AddsUpWhenEverythingIsSentTwiceAndTheServerRestarts) {
    const auto all = randomSamples(3000);
    const auto stored = appendAll(all);
    reopen();
    EXPECT_THAT(appendAll(all), SizeIs(0));
    const auto late = appendAll(randomSamples(500));
    std::vector<Sample> together = stored;
    together.insert(together.end(), late.begin(), late.end());
    for (const int64_t interval : {7, 60, 3600}) {
        SCOPED_TRACE("interval " + std::to_string(interval) + " s");
        const SeriesQuery query = queryOf(interval);
        expectSameSeries(series(query), expectedSeries(together, query, order()));
    }
}

// More than any store will keep in a place where it gathers what has just arrived.
TEST_F(Series, AddsUpWhileSamplesArriveInLargeNumbers) {
    std::vector<Sample> stored;
    for (int round = 0; round < 4; ++round) {
        std::vector<Sample> all;
        for (int i = 0; i < 12'000; ++i) {
            all.push_back({name(),
                           "p" + std::to_string(i % 40),
                           kNow - (round * 300 + i / 40) * kSecond,
                           {{kSendBps, static_cast<float>(i)}}});
        }
        const auto more = appendAll(all);
        stored.insert(stored.end(), more.begin(), more.end());
        SeriesQuery query = queryOf(round % 2 == 0 ? 60 : 7);
        query.fields = {kSendBps};
        expectSameSeries(series(query), expectedSeries(stored, query, order()));
    }
}

TEST_F(Series, AnswersForTheHalfOpenRangeOnly) {
    append({sampleOf(name(), "anna", kNow - 1), sampleOf(name(), "anna", kNow),
            sampleOf(name(), "anna", kNow + kMinute - 1),
            sampleOf(name(), "anna", kNow + kMinute)});
    const auto buckets = series({name(), "", kNow, kNow + kMinute, kMinute, {kSendBps}});
    ASSERT_THAT(buckets, SizeIs(1));
    EXPECT_EQ(buckets[0].start, kNow);
    EXPECT_EQ(buckets[0].samples, 2U);
}

TEST_F(Series, AnswersForOneParticipantAlone) {
    const auto stored = appendAll(randomSamples(1000));
    const SeriesQuery query = queryOf(300, "p1");
    expectSameSeries(series(query), expectedSeries(stored, query, order()));
}

TEST_F(Series, AnswersTheFieldsAskedForInTheirOrder) {
    append({{name(), "anna", kNow, {{kSendBps, 1}, {kRttS, 2}}}});
    const auto buckets = series({name(), "", kNow, kNow + kHour, kHour, {kRttS, kSendBps, kRttS}});
    ASSERT_THAT(buckets, SizeIs(1));
    ASSERT_THAT(buckets[0].aggregates, SizeIs(3));
    EXPECT_EQ(buckets[0].aggregates[0].sum, 2);
    EXPECT_EQ(buckets[0].aggregates[1].sum, 1);
    EXPECT_EQ(buckets[0].aggregates[2].sum, 2);
}

TEST_F(Series, CountsSamplesWhenNoFieldIsAskedFor) {
    append({sampleOf(name(), "anna", kNow), sampleOf(name(), "anna", kNow + 1)});
    for (const int64_t interval : {kSecond, kMinute, kHour}) {
        const auto buckets = series({name(), "", kNow, kNow + interval, interval, {}});
        ASSERT_THAT(buckets, SizeIs(1));
        EXPECT_EQ(buckets[0].samples, 2U);
    }
}

TEST_F(Series, KnowsNothingOfAFieldOfALaterDictionary) {
    append({sampleOf(name(), "anna", kNow)});
    const auto buckets =
        series({name(), "", kNow, kNow + kSecond, kSecond, {VUEDEO_FIELD_COUNT + 3, kSendBps}});
    ASSERT_THAT(buckets, SizeIs(1));
    EXPECT_EQ(buckets[0].aggregates[0].count, 0U);
    EXPECT_EQ(buckets[0].aggregates[1].count, 1U);
}

TEST_F(Series, KeepsOneParticipantOfTwoRoomsApart) {
    append({sampleOf(name("a"), "anna", kNow, 1), sampleOf(name("b"), "anna", kNow, 2)});
    const auto a = series({name("a"), "anna", kNow, kNow + kHour, kHour, {kSendBps}});
    const auto b = series({name("b"), "anna", kNow, kNow + kHour, kHour, {kSendBps}});
    ASSERT_THAT(a, SizeIs(1));
    ASSERT_THAT(b, SizeIs(1));
    EXPECT_EQ(a[0].aggregates[0].sum, 1);
    EXPECT_EQ(b[0].aggregates[0].sum, 2);
}

TEST_F(Series, EndsWhenTheVisitorStops) {
    appendAll(randomSamples(500));
    std::size_t seen = 0;
    EXPECT_THAT(store().series(queryOf(60), [&](const Bucket&) { return ++seen < 3; }), Succeeds());
    EXPECT_EQ(seen, 3U);
}

TEST_F(Series, RefusesWhatIsNoSeriesAndNamesTheFieldAtFault) {
    append({sampleOf(name(), "anna", kNow)});
    const auto faultyField = [&](int64_t from, int64_t to, int64_t interval) {
        const Outcome outcome = store().series({name(), "", from, to, interval, {kSendBps}},
                                               [](const Bucket&) { return true; });
        EXPECT_THAT(outcome, HasStatus(VUEDEO_E_INVALID));
        return outcome.field;
    };
    EXPECT_EQ(faultyField(kNow, kNow + kMinute, 500), "interval_ms");
    EXPECT_EQ(faultyField(kNow, kNow + kMinute, 1500), "interval_ms");
    EXPECT_EQ(faultyField(kNow, kNow + kMinute, 0), "interval_ms");
    EXPECT_EQ(faultyField(kNow, kNow + kMinute, -kMinute), "interval_ms");
    EXPECT_EQ(faultyField(kNow + 1, kNow + kMinute, kMinute), "from_ms");
    EXPECT_EQ(faultyField(kNow, kNow + kMinute + 1, kMinute), "to_ms");
    EXPECT_EQ(faultyField(kNow + kMinute, kNow, kMinute), "to_ms");
    EXPECT_EQ(faultyField(kNow, kNow, kMinute), "to_ms");
}

TEST_F(Series, HasNoBucketsForAnUnknownParticipant) {
    append({sampleOf(name(), "anna", kNow)});
    EXPECT_THAT(series({name(), "nobody", kNow, kNow + kHour, kHour, {kSendBps}}), SizeIs(0));
}

TEST_F(Series, GivesUpWhenTheCallIsCancelledMeanwhile) {
    appendAll(randomSamples(6000));
    std::atomic<bool> cancelled = false;
    std::size_t seen = 0;
    const Outcome outcome = store().series(queryOf(1),
                                           [&](const Bucket&) {
                                               cancelled = ++seen > 0;
                                               return true;
                                           },
                                           {60'000, &cancelled});
    EXPECT_THAT(outcome, HasStatus(VUEDEO_E_UNAVAILABLE));
    EXPECT_GT(seen, 0U);
}

TEST_F(Series, GivesUpAtItsDeadline) {
    appendAll(randomSamples(6000));
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(50);
    const Outcome outcome =
        store().series(queryOf(1),
                       [&](const Bucket&) {
                           // Busy until the deadline has passed, whatever the machine's speed.
                           while (std::chrono::steady_clock::now() <= deadline) {
                           }
                           return true;
                       },
                       {50, nullptr});
    EXPECT_THAT(outcome, HasStatus(VUEDEO_E_UNAVAILABLE));
}

}  // namespace
}  // namespace vuedeo::store_test
