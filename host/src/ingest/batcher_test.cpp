#include "ingest/batcher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <string_view>

namespace vuedeo::ingest {
namespace {

using ::testing::ElementsAre;

std::vector<vuedeo_sample> samplesAt(std::initializer_list<int64_t> times) {
    std::vector<vuedeo_sample> samples;
    for (const int64_t time : times) {
        vuedeo_sample sample{};
        sample.sampled_at_ms = time;
        samples.push_back(sample);
    }
    return samples;
}

// A store whose commits wait until the test lets them go on.
class GatedStore {
public:
    Append append() {
        return [this](const std::vector<vuedeo_sample>& samples) {
            std::unique_lock lock(mutex_);
            ++commits_;
            changed_.notify_all();
            changed_.wait(lock, [this] { return open_; });
            sizes_.push_back(samples.size());
            return std::vector<uint8_t>(samples.size(), VUEDEO_SAMPLE_STORED);
        };
    }
    void waitForCommit() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return commits_ > 0; });
    }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    std::vector<std::size_t> sizes() {
        const std::lock_guard lock(mutex_);
        return sizes_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int commits_ = 0;
    bool open_ = false;
    std::vector<std::size_t> sizes_;
};

TEST(Batcher, GivesEachSubmissionTheCodesOfItsOwnSamples) {
    Batcher batcher(
        [](const std::vector<vuedeo_sample>& samples) {
            std::vector<uint8_t> codes;
            for (const auto& s : samples) codes.push_back(static_cast<uint8_t>(s.sampled_at_ms));
            return codes;
        },
        100, 100);
    std::vector<std::promise<std::vector<uint8_t>>> answers(2);
    const auto submit = [&](std::size_t i, std::vector<vuedeo_sample> samples) {
        const std::size_t size = samples.size();
        ASSERT_TRUE(
            batcher.submit({"room", "p", std::move(samples), [&, i, size](const Outcome& o) {
                                answers[i].set_value({o.codes, o.codes + size});
                            }}));
    };
    submit(0, samplesAt({0, 1}));
    submit(1, samplesAt({2, 1, 0}));
    EXPECT_THAT(answers[0].get_future().get(), ElementsAre(0, 1));
    EXPECT_THAT(answers[1].get_future().get(), ElementsAre(2, 1, 0));
}

TEST(Batcher, NamesRoomAndParticipantInEverySample) {
    std::promise<std::string> seen;
    Batcher batcher(
        [&](const std::vector<vuedeo_sample>& samples) {
            const auto& s = samples.front();
            seen.set_value(std::string(s.room.data, s.room.size) + "/" +
                           std::string(s.participant_id.data, s.participant_id.size));
            return std::vector<uint8_t>(samples.size(), VUEDEO_SAMPLE_STORED);
        },
        100, 100);
    batcher.submit({"blue", "ada", samplesAt({1}), [](const Outcome&) {}});
    EXPECT_EQ(seen.get_future().get(), "blue/ada");
}

TEST(Batcher, GathersTheNextBatchWhileACommitRuns) {
    GatedStore store;
    Batcher batcher(store.append(), 100, 100);
    std::atomic<int> answered{0};
    const auto count = [&](const Outcome&) { ++answered; };
    batcher.submit({"r", "p", samplesAt({1}), count});
    store.waitForCommit();
    for (int i = 2; i <= 10; ++i) batcher.submit({"r", "p", samplesAt({i}), count});
    EXPECT_EQ(answered, 0);
    store.open();
    batcher.drain();
    EXPECT_EQ(answered, 10);
    EXPECT_THAT(store.sizes(), ElementsAre(1, 9));
}

TEST(Batcher, KeepsABatchWithinItsBoundButTakesAtLeastOneSubmission) {
    GatedStore store;
    Batcher batcher(store.append(), 100, 4);
    const auto ignore = [](const Outcome&) {};
    batcher.submit({"r", "p", samplesAt({1}), ignore});
    store.waitForCommit();
    batcher.submit({"r", "p", samplesAt({2, 3, 4}), ignore});
    batcher.submit({"r", "p", samplesAt({5, 6}), ignore});
    batcher.submit({"r", "p", samplesAt({7, 8, 9, 10, 11, 12}), ignore});
    store.open();
    batcher.drain();
    EXPECT_THAT(store.sizes(), ElementsAre(1, 3, 2, 6));
}

TEST(Batcher, RefusesWhatItsQueueCannotHold) {
    GatedStore store;
    Batcher batcher(store.append(), 3, 100);
    const auto ignore = [](const Outcome&) {};
    batcher.submit({"r", "p", samplesAt({1}), ignore});
    store.waitForCommit();
    EXPECT_TRUE(batcher.submit({"r", "p", samplesAt({2, 3}), ignore}));
    EXPECT_FALSE(batcher.submit({"r", "p", samplesAt({4, 5}), ignore}));
    EXPECT_TRUE(batcher.submit({"r", "p", samplesAt({4}), ignore}));
    EXPECT_EQ(batcher.counters().waiting, 3U);
    EXPECT_EQ(batcher.counters().turnedAway, 2U);
    store.open();
}

TEST(Batcher, CountsWhatBecameOfTheSamples) {
    bool broken = false;
    Batcher batcher(
        [&](const std::vector<vuedeo_sample>& samples) {
            if (broken) throw std::runtime_error("disk full");
            std::vector<uint8_t> codes(samples.size(), VUEDEO_SAMPLE_STORED);
            codes.front() = VUEDEO_SAMPLE_DUPLICATE;
            codes.back() = VUEDEO_SAMPLE_REJECTED;
            return codes;
        },
        100, 100);
    const auto store = [&](std::initializer_list<int64_t> times) {
        std::promise<void> done;
        batcher.submit({"r", "p", samplesAt(times), [&](const Outcome&) { done.set_value(); }});
        done.get_future().wait();
    };
    store({1, 2, 3, 4, 5});
    broken = true;
    store({6, 7});
    const Counters counters = batcher.counters();
    EXPECT_EQ(counters.stored, 3U);
    EXPECT_EQ(counters.duplicates, 1U);
    EXPECT_EQ(counters.rejected, 1U);
    EXPECT_EQ(counters.failed, 2U);
    EXPECT_EQ(counters.batches, 1U);
    EXPECT_EQ(counters.failedBatches, 1U);
    EXPECT_EQ(counters.waiting, 0U);
}

TEST(Batcher, TellsEverySubmissionOfAFailedBatchAndGoesOn) {
    std::atomic<bool> broken{true};
    Batcher batcher(
        [&](const std::vector<vuedeo_sample>& samples) {
            if (broken) throw std::runtime_error("disk full");
            return std::vector<uint8_t>(samples.size(), VUEDEO_SAMPLE_STORED);
        },
        100, 100);
    std::promise<std::string> first;
    batcher.submit({"r", "p", samplesAt({1}), [&](const Outcome& outcome) {
                        try {
                            std::rethrow_exception(outcome.failure);
                        } catch (const std::exception& e) {
                            first.set_value(e.what());
                        }
                    }});
    EXPECT_EQ(first.get_future().get(), "disk full");
    broken = false;
    std::promise<bool> second;
    batcher.submit({"r", "p", samplesAt({1}),
                    [&](const Outcome& outcome) { second.set_value(outcome.failure == nullptr); }});
    EXPECT_TRUE(second.get_future().get());
}

TEST(Batcher, TakesNothingWhileDraining) {
    Batcher batcher([](const auto& samples) { return std::vector<uint8_t>(samples.size()); }, 9, 9);
    batcher.drain();
    EXPECT_FALSE(batcher.submit({"r", "p", samplesAt({1}), [](const Outcome&) {}}));
}

}  // namespace
}  // namespace vuedeo::ingest
