#include "import/importer.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <map>
#include <tuple>

#include "config/test_folder.hpp"
#include "plugins/plugin_error.hpp"
#include "plugins/strings.hpp"

namespace vuedeo::import {
namespace {

using plugins::PluginError;
using plugins::SampleRecord;
using std::chrono::milliseconds;

SampleRecord record(const std::string& room, const std::string& participant, int64_t at,
                    float sendBps = 1) {
    SampleRecord made{room, participant, at, {}};
    made.values.fill(std::nanf(""));
    made.values[VUEDEO_FIELD_SEND_BPS] = sendBps;
    return made;
}

// A source that counts its position, and a store that knows what it has.
class ImporterTest : public testing::Test {
protected:
    bool run() {
        Importer importer(
            {[this](const std::string& position) { return read(position); },
             [this](int64_t oldestMs) { checkRetention(oldestMs); },
             [this](const std::vector<vuedeo_sample>& samples) { return append(samples); },
             [](const Counts&) {}, [this](milliseconds time) { return pause(time); }},
            PositionFile(folder_.path() / "position"));
        const bool complete = importer.run();
        counts_ = importer.counts();
        return complete;
    }

    plugins::SourceClient::Page read(const std::string& position) {
        if (sourceFailures_ > 0 && sourceFailures_-- > 0) throw failure_;
        std::size_t at = position.empty() ? 0 : std::stoul(position);
        positions_.push_back(at);
        plugins::SourceClient::Page page;
        while (page.samples.size() < 3 && at < source_.size())
            page.samples.push_back(source_[at++]);
        if (at < source_.size()) page.nextPosition = std::to_string(at);
        return page;
    }

    std::vector<uint8_t> append(const std::vector<vuedeo_sample>& samples) {
        if (storeFailures_ > 0 && storeFailures_-- > 0) throw failure_;
        std::vector<uint8_t> codes;
        for (const vuedeo_sample& each : samples) {
            const auto key = std::make_tuple(std::string(plugins::toView(each.room)),
                                             std::string(plugins::toView(each.participant_id)),
                                             each.sampled_at_ms);
            const bool isNew = stored_.emplace(key, each.values[VUEDEO_FIELD_SEND_BPS]).second;
            codes.push_back(isNew ? VUEDEO_SAMPLE_STORED : VUEDEO_SAMPLE_DUPLICATE);
        }
        return codes;
    }

    void checkRetention(int64_t oldestMs) {
        asked_.push_back(oldestMs);
        if (oldestMs < keptFrom_) throw PluginError("metrics-test", VUEDEO_E_INVALID, "too old");
    }

    bool pause(milliseconds time) {
        waited_ += time;
        return pauses_++ == endAt_;
    }

    void fillSource(int count) {
        for (int i = 0; i < count; ++i) source_.push_back(record("room", "anna", i));
    }

    config::TestFolder folder_;
    std::vector<SampleRecord> source_;
    std::map<std::tuple<std::string, std::string, int64_t>, float> stored_;
    std::vector<std::size_t> positions_;
    std::vector<int64_t> asked_;
    int64_t keptFrom_ = 0;
    PluginError failure_{"metrics-test", VUEDEO_E_UNAVAILABLE, "away"};
    int sourceFailures_ = 0;
    int storeFailures_ = 0;
    int pauses_ = 0;
    int endAt_ = -1;
    milliseconds waited_{0};
    Counts counts_;
};

TEST_F(ImporterTest, StoresEverySampleOnceHoweverOftenItRuns) {
    fillSource(10);
    EXPECT_TRUE(run());
    EXPECT_EQ(counts_.stored, 10U);
    EXPECT_TRUE(run());
    EXPECT_EQ(counts_.stored, 0U);
    EXPECT_EQ(counts_.duplicates, 10U);
    EXPECT_EQ(stored_.size(), 10U);
}

TEST_F(ImporterTest, StoresNothingWhenTheStoreWouldNotKeepIt) {
    fillSource(10);
    keptFrom_ = 1;
    EXPECT_THROW(run(), PluginError);
    EXPECT_TRUE(stored_.empty());
    keptFrom_ = 0;
    EXPECT_TRUE(run());
    EXPECT_EQ(stored_.size(), 10U);
}

TEST_F(ImporterTest, AsksAgainOnlyForSamplesThatAreOlder) {
    fillSource(5);
    source_.push_back(record("room", "anna", -1));  // is left out
    source_.push_back(record("room", "bert", 3));
    source_.insert(source_.begin(), record("room", "anna", 7));
    source_.insert(source_.begin(), record("room", "anna", 8));
    source_.insert(source_.begin(), record("room", "anna", 9));
    EXPECT_TRUE(run());
    EXPECT_EQ(asked_, (std::vector<int64_t>{7, 0}));
}

TEST_F(ImporterTest, FinishesAtOnceWithAnEmptySource) {
    EXPECT_TRUE(run());
    EXPECT_EQ(counts_.seen(), 0U);
}

TEST_F(ImporterTest, GoesOnBehindTheLastBatchWhenItWasEnded) {
    fillSource(10);
    endAt_ = 1;
    EXPECT_FALSE(run());
    EXPECT_EQ(stored_.size(), 6U);
    positions_.clear();
    EXPECT_TRUE(run());
    EXPECT_EQ(positions_.front(), 6U);
    EXPECT_EQ(stored_.size(), 10U);
}

TEST_F(ImporterTest, BeginsAgainAfterItHasFinished) {
    fillSource(4);
    EXPECT_TRUE(run());
    source_.insert(source_.begin(), record("room", "late", 0));
    EXPECT_TRUE(run());
    EXPECT_EQ(stored_.size(), 5U);
}

TEST_F(ImporterTest, LeavesOutWhatNoStoreCanHold) {
    source_ = {record("no room!", "anna", 1), record("", "anna", 1),     record("room", "", 1),
               record("room", "\xff", 1),     record("room", "a\nb", 1), record("room", "anna", -1),
               record("room", "anna", 1)};
    EXPECT_TRUE(run());
    EXPECT_EQ(counts_.refused, 6U);
    EXPECT_EQ(counts_.stored, 1U);
}

TEST_F(ImporterTest, TakesAValueThatCannotBeForUnknown) {
    source_ = {record("room", "anna", 1, -1), record("room", "anna", 2, INFINITY),
               record("room", "anna", 3, 7)};
    EXPECT_TRUE(run());
    EXPECT_TRUE(std::isnan(stored_.at({"room", "anna", 1})));
    EXPECT_TRUE(std::isnan(stored_.at({"room", "anna", 2})));
    EXPECT_EQ(stored_.at({"room", "anna", 3}), 7);
}

TEST_F(ImporterTest, WaitsForASourceOrAStoreThatIsAway) {
    fillSource(10);
    sourceFailures_ = 2;
    storeFailures_ = 3;
    EXPECT_TRUE(run());
    EXPECT_EQ(stored_.size(), 10U);
    EXPECT_GE(waited_, milliseconds(2500));
}

TEST_F(ImporterTest, GivesUpOnOneThatStaysAwayAndCanGoOnLater) {
    fillSource(10);
    storeFailures_ = 1'000;
    EXPECT_THROW(run(), PluginError);
    EXPECT_LT(waited_, milliseconds(70'000));
    storeFailures_ = 0;
    EXPECT_TRUE(run());
    EXPECT_EQ(stored_.size(), 10U);
}

TEST_F(ImporterTest, DoesNotRepeatWhatFailsForGood) {
    fillSource(1);
    failure_ = PluginError("import-test", VUEDEO_E_INVALID, "no such table");
    sourceFailures_ = 1;
    EXPECT_THROW(run(), PluginError);
    EXPECT_EQ(waited_, milliseconds(0));
}

}  // namespace
}  // namespace vuedeo::import
