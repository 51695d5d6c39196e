#include <algorithm>

#include "fixture.hpp"

namespace vuedeo::store_test {
namespace {

using testing::SizeIs;

class Samples : public StoreTest {};

TEST_F(Samples, ComeByParticipantAndInTimeOrderHoweverTheyArrived) {
    append({sampleOf(name(), "bert", kNow + 3), sampleOf(name(), "anna", kNow + 2)});
    append({sampleOf(name(), "bert", kNow + 1), sampleOf(name(), "anna", kNow + 4)});
    reopen();
    append({sampleOf(name(), "anna", kNow + 1), sampleOf(name(), "bert", kNow + 2)});
    std::vector<std::pair<std::string, int64_t>> seen;
    for (const Sample& sample : samples(name())) seen.emplace_back(sample.participant, sample.at);
    EXPECT_EQ(seen, (std::vector<std::pair<std::string, int64_t>>{{"bert", kNow + 1},
                                                                  {"bert", kNow + 2},
                                                                  {"bert", kNow + 3},
                                                                  {"anna", kNow + 1},
                                                                  {"anna", kNow + 2},
                                                                  {"anna", kNow + 4}}));
}

TEST_F(Samples, AreThoseOfTheHalfOpenRange) {
    append({sampleOf(name(), "anna", kNow), sampleOf(name(), "anna", kNow + 1),
            sampleOf(name(), "anna", kNow + 2)});
    const auto found = samples(name(), kNow, kNow + 2);
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(found[0].at, kNow);
    EXPECT_EQ(found[1].at, kNow + 1);
}

TEST_F(Samples, AreThoseOfOneParticipantWhenAskedSo) {
    append({sampleOf(name(), "anna", kNow), sampleOf(name(), "bert", kNow)});
    const auto found = samples(name(), 0, kNow + kDay, "bert");
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].participant, "bert");
}

TEST_F(Samples, EndWhenTheVisitorStops) {
    append({sampleOf(name(), "anna", kNow), sampleOf(name(), "anna", kNow + 1)});
    std::size_t seen = 0;
    EXPECT_THAT(
        store().samples({name(), "", 0, kNow + kDay}, [&](const Sample&) { return ++seen < 1; }),
        Succeeds());
    EXPECT_EQ(seen, 1U);
}

}  // namespace
}  // namespace vuedeo::store_test
