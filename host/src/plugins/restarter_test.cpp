#include "plugins/restarter.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <stdexcept>

namespace vuedeo::plugins {
namespace {

using namespace std::chrono_literals;

TEST(Restarter, StartsUntilItSucceedsAndThenNoMore) {
    std::atomic<int> starts{0};
    std::promise<void> started;
    Restarter restarter(
        "test",
        [&] {
            if (++starts < 4) throw std::runtime_error("not yet");
            started.set_value();
        },
        1ms, 2ms);
    started.get_future().wait();
    EXPECT_TRUE(restarter.stop(60s));
    EXPECT_EQ(starts, 4);
}

TEST(Restarter, StopsWhileItWaits) {
    std::atomic<int> starts{0};
    Restarter restarter(
        "test", [&] { ++starts; }, 1h, 1h);
    EXPECT_TRUE(restarter.stop(60s));
    EXPECT_EQ(starts, 0);
}

TEST(Restarter, DoesNotWaitForAStartThatHangs) {
    std::promise<void> entered;
    std::promise<void> release;
    std::promise<void> left;
    Restarter restarter(
        "test",
        [&] {
            entered.set_value();
            release.get_future().wait();
            left.set_value();
        },
        1ms, 1ms);
    entered.get_future().wait();
    EXPECT_FALSE(restarter.stop(1ms));
    release.set_value();
    left.get_future().wait();
}

}  // namespace
}  // namespace vuedeo::plugins
