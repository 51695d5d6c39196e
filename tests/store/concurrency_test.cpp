#include <thread>

#include "expected.hpp"
#include "fixture.hpp"

namespace vuedeo::store_test {
namespace {

constexpr int kWriters = 10;
constexpr int kBatches = 20;
constexpr int kBatchSize = 40;

class Concurrency : public StoreTest {
protected:
    // The writers' batches overlap: each sample is sent by two of them.
    std::vector<Sample> batchOf(int writer, int batch) {
        std::vector<Sample> samples;
        for (int i = 0; i < kBatchSize; ++i) {
            const int owner = (writer / 2 * 2) % kWriters;
            samples.push_back(sampleOf(name(), "p" + std::to_string(owner),
                                       kNow + (batch * kBatchSize + i) * kSecond,
                                       static_cast<float>(i)));
        }
        return samples;
    }

    void write(int writer, std::atomic<uint64_t>& stored) {
        for (int batch = 0; batch < kBatches; ++batch) {
            std::vector<uint8_t> codes;
            const Outcome outcome = store().append(batchOf(writer, batch), codes);
            EXPECT_THAT(outcome, Succeeds());
            for (const uint8_t code : codes) stored += code == VUEDEO_SAMPLE_STORED ? 1 : 0;
        }
    }

    // What a reader sees is one state: of the levels none is ahead of another.
    void read(const std::atomic<bool>& writing) {
        while (writing) {
            uint64_t bySecond = 0;
            const Outcome outcome = store().series(
                {name(), "p0", kNow, kNow + kDay, kSecond, {kSendBps}}, [&](const Bucket& bucket) {
                    bySecond += bucket.samples;
                    return true;
                });
            EXPECT_TRUE(outcome.ok() || outcome.status == VUEDEO_E_NOT_FOUND) << outcome.message;
            EXPECT_EQ(bySecond % kBatchSize, 0U) << "half a batch was seen";
            std::string next;
            EXPECT_THAT(store().listRooms(
                            {name()}, [](const Room&) { return true; }, next),
                        Succeeds());
        }
    }
};

TEST_F(Concurrency, TenWritersAndTwoReadersLoseAndDoubleNothing) {
    std::atomic<uint64_t> stored = 0;
    std::atomic<bool> writing = true;
    std::vector<std::thread> writers;
    std::vector<std::thread> readers;
    readers.reserve(2);
    writers.reserve(kWriters);
    for (int i = 0; i < 2; ++i) readers.emplace_back([&] { read(writing); });
    for (int i = 0; i < kWriters; ++i) writers.emplace_back([&, i] { write(i, stored); });
    for (std::thread& each : writers) each.join();
    writing = false;
    for (std::thread& each : readers) each.join();

    std::vector<Sample> expected;
    std::vector<std::string> order;
    for (const Participant& each : participants(name())) order.push_back(each.id);
    for (int writer = 0; writer < kWriters; writer += 2) {
        for (int batch = 0; batch < kBatches; ++batch)
            for (const Sample& each : batchOf(writer, batch)) expected.push_back(each);
    }
    EXPECT_EQ(stored, expected.size());
    for (const int64_t interval : {kSecond, kMinute, kHour}) {
        const SeriesQuery query{name(), "", kNow, kNow + kDay, interval, {kSendBps}};
        expectSameSeries(series(query), expectedSeries(expected, query, order));
    }
}

TEST_F(Concurrency, ManyReadersShareFewConnections) {
    append({sampleOf(name(), "anna", kNow)});
    std::vector<std::thread> readers;
    std::atomic<int> found = 0;
    readers.reserve(16);
    for (int i = 0; i < 16; ++i) {
        readers.emplace_back([&] {
            for (int repeat = 0; repeat < 20; ++repeat) {
                Room room;
                if (store().findRoom(name(), room).ok()) ++found;
            }
        });
    }
    for (std::thread& each : readers) each.join();
    EXPECT_EQ(found, 320);
}

}  // namespace
}  // namespace vuedeo::store_test
