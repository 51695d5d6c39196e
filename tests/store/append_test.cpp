#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <memory>

#include "fixture.hpp"

namespace vuedeo::store_test {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::SizeIs;

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

class Append : public StoreTest {};

TEST_F(Append, StoresEachSampleOnceAcrossBatches) {
    const std::vector<Sample> batch = {sampleOf(name(), "anna", kNow),
                                       sampleOf(name(), "anna", kNow + kSecond),
                                       sampleOf(name(), "bert", kNow)};
    EXPECT_THAT(append(batch), Each(VUEDEO_SAMPLE_STORED));
    EXPECT_THAT(append(batch), Each(VUEDEO_SAMPLE_DUPLICATE));
    EXPECT_THAT(samples(name()), SizeIs(3));
}

TEST_F(Append, CountsASampleThatStandsTwiceInOneBatchOnce) {
    EXPECT_THAT(append({sampleOf(name(), "anna", kNow, 1), sampleOf(name(), "anna", kNow, 2),
                        sampleOf(name(), "anna", kNow + 1, 3)}),
                ElementsAre(VUEDEO_SAMPLE_STORED, VUEDEO_SAMPLE_DUPLICATE, VUEDEO_SAMPLE_STORED));
    const auto buckets = series({name(), "", kNow, kNow + kHour, kHour, {kSendBps}});
    ASSERT_THAT(buckets, SizeIs(1));
    EXPECT_EQ(buckets[0].samples, 2U);
    EXPECT_EQ(buckets[0].aggregates[0].sum, 4);
}

TEST_F(Append, KeepsTheFirstOfTwoDifferentSamplesOfOneIdentity) {
    append({sampleOf(name(), "anna", kNow, 1)});
    append({sampleOf(name(), "anna", kNow, 2)});
    ASSERT_THAT(samples(name()), SizeIs(1));
    EXPECT_EQ(samples(name())[0].values.at(kSendBps), 1);
}

TEST_F(Append, KnowsADuplicateAfterARestart) {
    append({sampleOf(name(), "anna", kNow)});
    reopen();
    EXPECT_EQ(appendOne(sampleOf(name(), "anna", kNow)), VUEDEO_SAMPLE_DUPLICATE);
    EXPECT_EQ(appendOne(sampleOf(name(), "anna", kNow - 1)), VUEDEO_SAMPLE_STORED);
}

TEST_F(Append, KeepsUnknownApartFromZero) {
    append({{name(), "anna", kNow, {{kSendBps, 0}}}});
    const auto stored = samples(name());
    ASSERT_THAT(stored, SizeIs(1));
    EXPECT_EQ(stored[0].values, (std::map<uint32_t, float>{{kSendBps, 0}}));
    const auto buckets = series({name(), "", kNow, kNow + kHour, kHour, {kSendBps, kRttS}});
    ASSERT_THAT(buckets, SizeIs(1));
    EXPECT_EQ(buckets[0].aggregates[0].count, 1U);
    EXPECT_EQ(buckets[0].aggregates[1].count, 0U);
    EXPECT_EQ(buckets[0].aggregates[1].sum, 0);
}

TEST_F(Append, CountsASampleOfWhichNothingIsKnown) {
    EXPECT_EQ(appendOne({name(), "anna", kNow, {}}), VUEDEO_SAMPLE_STORED);
    const auto buckets = series({name(), "", kNow, kNow + kMinute, kMinute, {kSendBps}});
    ASSERT_THAT(buckets, SizeIs(1));
    EXPECT_EQ(buckets[0].samples, 1U);
    EXPECT_EQ(buckets[0].aggregates[0].count, 0U);
}

TEST_F(Append, KeepsEveryFieldOfTheDictionary) {
    Sample sample{name(), "anna", kNow, {}};
    for (uint32_t field = 0; field < VUEDEO_FIELD_COUNT; ++field)
        sample.values[field] = static_cast<float>(field) + 0.25F;
    append({sample});
    reopen();
    ASSERT_THAT(samples(name()), SizeIs(1));
    EXPECT_EQ(samples(name())[0].values, sample.values);
}

TEST_F(Append, RejectsWhatCanNeverBeStoredAndStoresTheRest) {
    const float infinite = std::numeric_limits<float>::infinity();
    EXPECT_THAT(
        append({sampleOf("", "anna", kNow), sampleOf("room with spaces", "anna", kNow),
                sampleOf(std::string(129, 'r'), "anna", kNow), sampleOf(name(), "", kNow),
                sampleOf(name(), std::string(129, 'p'), kNow), sampleOf(name(), "anna\xff", kNow),
                sampleOf(name(), std::string("a\0b", 3), kNow), sampleOf(name(), "anna", 0),
                sampleOf(name(), "anna", -kDay),
                sampleOf(name(), "anna", std::numeric_limits<int64_t>::max()),
                sampleOf(name(), "anna", std::numeric_limits<int64_t>::min()),
                sampleOf(name(), "anna", kNow, infinite), sampleOf(name(), "anna", kNow, -infinite),
                sampleOf(name(), "good", kNow)}),
        testing::AllOf(SizeIs(14), testing::Contains(VUEDEO_SAMPLE_STORED).Times(1),
                       testing::Contains(VUEDEO_SAMPLE_REJECTED).Times(13)));
    ASSERT_THAT(samples(name()), SizeIs(1));
    EXPECT_EQ(samples(name())[0].participant, "good");
    EXPECT_THAT(participants(name()), SizeIs(1));
}

TEST_F(Append, TakesTheLongestAndTheStrangestNames) {
    const std::string longest = name() + std::string(128 - name().size(), 'x');
    const std::string strange = "Zoë 🎥 \"'\\%_; -- ∑";
    EXPECT_THAT(
        append({sampleOf(longest, std::string(128, 'p'), kNow), sampleOf(longest, strange, kNow)}),
        Each(VUEDEO_SAMPLE_STORED));
    const auto found = participants(longest);
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(found[0].id, std::string(128, 'p'));
    EXPECT_EQ(found[1].id, strange);
    EXPECT_THAT(samples(longest, 0, kNow + kDay, strange), SizeIs(1));
}

// A host of a later SDK: longer samples, more fields.
struct LongerSample {
    vuedeo_sample sample;
    float laterFields[7];
    double somethingElse;
};

TEST_F(Append, SkipsWhatALaterHostAddsToASample) {
    std::vector<LongerSample> raw(3);
    const std::string room = name();
    for (std::size_t i = 0; i < raw.size(); ++i) {
        raw[i].sample.room = {room.data(), room.size()};
        raw[i].sample.participant_id = {"anna", 4};
        raw[i].sample.sampled_at_ms = kNow + static_cast<int64_t>(i);
        for (float& value : raw[i].sample.values) value = kUnknown;
        raw[i].sample.values[kSendBps] = static_cast<float>(i);
        for (float& value : raw[i].laterFields) value = 9;
    }
    std::vector<uint8_t> codes(3, 0xff);
    ASSERT_THAT(store().appendRaw({sizeof(vuedeo_sample_batch), sizeof(LongerSample), 3,
                                   VUEDEO_FIELD_COUNT + 7, &raw[0].sample},
                                  codes.data()),
                Succeeds());
    EXPECT_THAT(codes, Each(VUEDEO_SAMPLE_STORED));
    const auto stored = samples(room);
    ASSERT_THAT(stored, SizeIs(3));
    EXPECT_EQ(stored[2].values, (std::map<uint32_t, float>{{kSendBps, 2}}));
}

// A host of an earlier SDK: the memory ends behind the fields that it knows.
TEST_F(Append, ReadsNoMoreFieldsThanAnEarlierHostHas) {
    constexpr uint32_t kFields = 2;
    constexpr std::size_t kBytes = offsetof(vuedeo_sample, values) + kFields * sizeof(float);
    const std::string room = name();
    vuedeo_sample whole{};
    whole.room = {room.data(), room.size()};
    whole.participant_id = {"anna", 4};
    whole.sampled_at_ms = kNow;
    whole.values[0] = 5;
    whole.values[1] = kUnknown;
    const auto memory = std::make_unique<std::max_align_t[]>(kBytes / sizeof(std::max_align_t) + 1);
    std::memcpy(memory.get(), &whole, kBytes);
    const auto* const sample = reinterpret_cast<const vuedeo_sample*>(memory.get());
    uint8_t code = 0xff;
    ASSERT_THAT(store().appendRaw({sizeof(vuedeo_sample_batch), kBytes, 1, kFields, sample}, &code),
                Succeeds());
    EXPECT_EQ(code, VUEDEO_SAMPLE_STORED);
    ASSERT_THAT(samples(room), SizeIs(1));
    EXPECT_EQ(samples(room)[0].values, (std::map<uint32_t, float>{{0, 5}}));
}

TEST_F(Append, RefusesABatchOutsideTheContract) {
    uint8_t code = 0xff;
    const vuedeo_sample sample{};
    EXPECT_THAT(
        store().appendRaw(
            {sizeof(vuedeo_sample_batch), sizeof sample, 0, VUEDEO_FIELD_COUNT, &sample}, &code),
        HasStatus(VUEDEO_E_INVALID));
    EXPECT_THAT(
        store().appendRaw({sizeof(vuedeo_sample_batch), 8, 1, VUEDEO_FIELD_COUNT, &sample}, &code),
        HasStatus(VUEDEO_E_INVALID));
}

TEST_F(Append, StoresNothingForACallThatIsCancelledOrOutOfTime) {
    const std::atomic<bool> cancelled = true;
    std::vector<uint8_t> codes;
    EXPECT_THAT(store().append({sampleOf(name(), "anna", kNow)}, codes, {60'000, &cancelled}),
                HasStatus(VUEDEO_E_UNAVAILABLE));
    EXPECT_THAT(store().append({sampleOf(name(), "anna", kNow)}, codes, {0, nullptr}),
                HasStatus(VUEDEO_E_UNAVAILABLE));
    EXPECT_EQ(appendOne(sampleOf(name(), "anna", kNow)), VUEDEO_SAMPLE_STORED);
}

TEST_F(Append, TakesABatchOfTheLargestSize) {
    std::vector<Sample> batch;
    for (int i = 0; i < 100'000; ++i)
        batch.push_back({name(), std::to_string(i % 500), kNow - i * kSecond, {{kSendBps, 1}}});
    EXPECT_THAT(append(batch), Each(VUEDEO_SAMPLE_STORED));
    batch.resize(1000);
    EXPECT_THAT(append(batch), Each(VUEDEO_SAMPLE_DUPLICATE));
    uint64_t counted = 0;
    for (const Participant& each : participants(name())) counted += each.sampleCount;
    EXPECT_EQ(counted, 100'000U);
}

}  // namespace
}  // namespace vuedeo::store_test
