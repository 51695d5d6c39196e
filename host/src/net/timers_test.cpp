#include "net/timers.hpp"

#include <gtest/gtest.h>

#include <map>

namespace vuedeo::net {
namespace {

using std::chrono::seconds;

class TimersTest : public testing::Test {
protected:
    void set(uint64_t id, int second) { timers_.set(id, deadlines_[id], start_ + seconds(second)); }

    std::vector<uint64_t> runAt(int second) {
        std::vector<uint64_t> expired;
        timers_.run(
            start_ + seconds(second),
            [this](uint64_t id) {
                const auto found = deadlines_.find(id);
                return found == deadlines_.end() ? nullptr : &found->second;
            },
            [&expired](uint64_t id) { expired.push_back(id); });
        return expired;
    }

    const TimePoint start_{seconds(1000)};
    Timers timers_;
    std::map<uint64_t, Deadline> deadlines_;
};

TEST_F(TimersTest, ExpiresInOrderAndOnce) {
    set(1, 3);
    set(2, 2);
    EXPECT_EQ(timers_.next(), start_ + seconds(2));
    EXPECT_TRUE(runAt(1).empty());
    EXPECT_EQ(runAt(3), (std::vector<uint64_t>{2, 1}));
    EXPECT_TRUE(runAt(100).empty());
    EXPECT_EQ(timers_.next(), kNever);
}

TEST_F(TimersTest, FollowsADeadlineThatMovesLater) {
    set(1, 2);
    set(1, 5);
    EXPECT_TRUE(runAt(4).empty());
    EXPECT_EQ(timers_.next(), start_ + seconds(5));
    EXPECT_EQ(runAt(5), (std::vector<uint64_t>{1}));
}

TEST_F(TimersTest, FollowsADeadlineThatMovesEarlier) {
    set(1, 50);
    set(1, 5);
    EXPECT_EQ(runAt(5), (std::vector<uint64_t>{1}));
    EXPECT_TRUE(runAt(50).empty());
}

TEST_F(TimersTest, ForgetsADeadlineThatIsTakenBack) {
    set(1, 2);
    timers_.set(1, deadlines_[1], kNever);
    EXPECT_TRUE(runAt(10).empty());
    set(1, 12);
    EXPECT_EQ(runAt(12), (std::vector<uint64_t>{1}));
}

TEST_F(TimersTest, IgnoresWhoHasGone) {
    set(1, 2);
    deadlines_.erase(1);
    EXPECT_TRUE(runAt(10).empty());
}

TEST_F(TimersTest, TakesADeadlineSetWhileItExpires) {
    set(1, 1);
    int count = 0;
    timers_.run(
        start_ + seconds(1), [this](uint64_t id) { return &deadlines_[id]; },
        [this, &count](uint64_t id) {
            ++count;
            set(id, 2);
        });
    EXPECT_EQ(count, 1);
    EXPECT_EQ(runAt(2), (std::vector<uint64_t>{1}));
}

}  // namespace
}  // namespace vuedeo::net
