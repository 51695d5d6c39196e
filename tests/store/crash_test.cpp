// What has been answered with OK survives a SIGKILL at any moment, and is there exactly once.
#include <unistd.h>

#include <algorithm>
#include <random>

#include "child_process.hpp"
#include "expected.hpp"
#include "fixture.hpp"

namespace vuedeo::store_test {
namespace {

constexpr int kKills = 24;
constexpr int kParticipants = 50;
constexpr uint32_t kBatchSamples = 200;

class Crash : public StoreTest {
protected:
    // The n-th batch of all times; a participant's samples are 15 s apart.
    std::vector<Sample> batchOf(uint32_t n) {
        std::vector<Sample> batch;
        for (uint32_t i = 0; i < kBatchSamples; ++i) {
            const uint32_t number = n * kBatchSamples + i;
            batch.push_back(sampleOf(name(), "p" + std::to_string(number % kParticipants),
                                     kNow + number / kParticipants * 15 * kSecond,
                                     static_cast<float>(number % 1009)));
        }
        return batch;
    }

    // In the child: appends batch after batch, and reports each one that has been acknowledged.
    int appendForEver(uint32_t from, int pipe) {
        open();
        for (uint32_t n = from;; ++n) {
            std::vector<uint8_t> codes;
            if (!store().append(batchOf(n), codes).ok()) return 3;
            if (write(pipe, &n, sizeof n) != sizeof n) return 4;
        }
    }

    // Returns the number of the first batch that was not acknowledged.
    uint32_t appendUntilKilled(uint32_t from, uint32_t batches) {
        ChildProcess child([&](int pipe) { return appendForEver(from, pipe); });
        uint32_t next = from;
        uint32_t acknowledged = 0;
        while (next < from + batches && child.read(&acknowledged, sizeof acknowledged))
            next = acknowledged + 1;
        // The next batch is under way; within it any moment may be the last.
        usleep(static_cast<useconds_t>(random_() % 3000));
        child.kill();
        while (child.read(&acknowledged, sizeof acknowledged)) next = acknowledged + 1;
        EXPECT_EQ(child.wait(), -SIGKILL);
        return next;
    }

    void expectExactly(uint32_t batches) {
        std::vector<Sample> expected;
        for (uint32_t n = 0; n < batches; ++n)
            for (const Sample& each : batchOf(n)) expected.push_back(each);
        std::vector<std::string> order;
        for (const Participant& each : participants(name())) {
            order.push_back(each.id);
            EXPECT_EQ(each.sampleCount, expected.size() / kParticipants);
        }
        for (const int64_t interval : {kSecond, kMinute, kHour}) {
            const SeriesQuery query{name(), "", kNow, kNow + 30 * kDay, interval, {kSendBps}};
            expectSameSeries(series(query), expectedSeries(expected, query, order));
        }
    }

    void SetUp() override {}
    std::mt19937 random_{std::random_device()()};
};

TEST_F(Crash, NothingAcknowledgedIsLostOrStoredTwice) {
    moduleUnderTest();
    uint32_t next = 0;
    for (int kill = 0; kill < kKills; ++kill) {
        SCOPED_TRACE("kill " + std::to_string(kill));
        next = appendUntilKilled(next, 1 + static_cast<uint32_t>(random_() % 6));
        open();
        // Committed but not acknowledged: the host sends it again and stores nothing twice.
        const auto codes = append(batchOf(next));
        EXPECT_THAT(codes, testing::Each(codes.front())) << "half a batch was stored";
        ++next;
        expectExactly(next);
        closeStore();
        if (HasFailure()) return;
    }
}

}  // namespace
}  // namespace vuedeo::store_test
