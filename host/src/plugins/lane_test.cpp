#include "plugins/lane.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

namespace vuedeo::plugins {
namespace {

using namespace std::chrono_literals;

// Holds jobs until it is opened.
class Gate {
public:
    void open() { promise_.set_value(); }
    std::function<void()> job() {
        return [this] {
            ++waiting_;
            opened_.wait();
        };
    }
    void awaitWaiting(int count) const {
        while (waiting_ < count) std::this_thread::yield();
    }

private:
    std::promise<void> promise_;
    std::shared_future<void> opened_{promise_.get_future()};
    std::atomic<int> waiting_{0};
};

TEST(Lane, RunsJobsOnAFewThreads) {
    std::mutex mutex;
    std::set<std::thread::id> threads;
    std::atomic<int> done{0};
    {
        Lane lane("test", 2, 1000);
        for (int i = 0; i < 200; ++i) {
            ASSERT_TRUE(lane.submit([&] {
                const std::lock_guard lock(mutex);
                threads.insert(std::this_thread::get_id());
                ++done;
            }));
        }
        lane.drain();
    }
    EXPECT_EQ(done, 200);
    EXPECT_LE(threads.size(), 2U);
    EXPECT_EQ(threads.count(std::this_thread::get_id()), 0U);
}

TEST(Lane, RefusesJobsBeyondItsQueue) {
    Gate gate;
    Lane lane("test", 2, 3);
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(lane.submit(gate.job())) << i;
    EXPECT_FALSE(lane.submit([] {}));
    gate.awaitWaiting(2);
    EXPECT_FALSE(lane.submit([] {}));
    gate.open();
    lane.drain();
}

TEST(Lane, WithoutAQueueTakesAsManyJobsAsThreads) {
    Gate gate;
    Lane lane("test", 1, 0);
    EXPECT_TRUE(lane.submit(gate.job()));
    EXPECT_FALSE(lane.submit([] {}));
    gate.open();
    lane.drain();
}

TEST(Lane, RunsWhatIsQueuedWhenDrained) {
    std::atomic<int> done{0};
    Gate gate;
    Lane lane("test", 1, 10);
    lane.submit(gate.job());
    for (int i = 0; i < 5; ++i) lane.submit([&] { ++done; });
    gate.open();
    lane.drain();
    EXPECT_EQ(done, 5);
    EXPECT_FALSE(lane.submit([] {}));
}

TEST(Lane, DropsWhatIsQueuedWhenDestroyed) {
    Gate gate;
    std::atomic<bool> ran{false};
    auto queued = std::make_shared<int>(1);
    const std::weak_ptr<int> observed = queued;
    auto lane = std::make_unique<Lane>("test", 1, 10);
    lane->submit(gate.job());
    gate.awaitWaiting(1);
    lane->submit([&ran, queued = std::move(queued)] { ran = true; });
    std::thread destroyer([&] { lane.reset(); });
    while (!observed.expired()) std::this_thread::yield();  // dropped while the first still runs
    gate.open();
    destroyer.join();
    EXPECT_FALSE(ran);
}

TEST(Lane, DoesNotWaitForAJobThatHangs) {
    Gate gate;
    std::promise<void> over;
    {
        Lane lane("test", 1, 10);
        lane.submit([&] {
            gate.job()();
            over.set_value();
        });
        gate.awaitWaiting(1);
        EXPECT_FALSE(lane.drain(1ms));
    }
    gate.open();
    over.get_future().wait();
}

TEST(Lane, SurvivesAJobThatThrows) {
    std::promise<void> after;
    Lane lane("a name longer than the kernel takes", 1, 10);
    lane.submit([] { throw std::runtime_error("unexpected"); });
    lane.submit([] { throw 1; });
    lane.submit([&] { after.set_value(); });
    after.get_future().wait();
    EXPECT_TRUE(lane.drain(10s));
}

TEST(Lane, ReleasesWhatAJobHoldsBeforeItTakesTheNext) {
    auto held = std::make_shared<int>(1);
    const std::weak_ptr<int> observed = held;
    Lane lane("test", 1, 10);
    lane.submit([held = std::move(held)] {});
    std::promise<bool> gone;
    lane.submit([&] { gone.set_value(observed.expired()); });
    EXPECT_TRUE(gone.get_future().get());
}

}  // namespace
}  // namespace vuedeo::plugins
