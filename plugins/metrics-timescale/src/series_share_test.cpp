#include "series_share.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace vuedeo::timescale {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class SeriesAccountTest : public testing::Test {
protected:
    void pass(milliseconds time) { now_ += time; }
    // Starts as many as may start at once.
    int startAll() {
        int started = 0;
        while (started < 100 && account_.tryStartSeries(now_)) ++started;
        return started;
    }
    // Until one may start; -1: not within ten seconds.
    int64_t waitedMs() {
        for (int64_t ms = 0; ms <= 10'000; ++ms, pass(milliseconds(1)))
            if (account_.tryStartSeries(now_)) return ms;
        return -1;
    }
    // A crowd that leaves nothing of what it may take.
    void spendAll() {
        account_.startStoring(now_);
        const int started = startAll();
        pass(milliseconds(300));
        for (int i = 0; i < started; ++i) account_.endSeries(now_);
    }

    SeriesAccount::TimePoint now_{std::chrono::hours(1)};
    SeriesAccount account_{0.25, now_};
};

TEST_F(SeriesAccountTest, LetsAllStartWhileNothingIsStored) {
    EXPECT_EQ(startAll(), 100);
}

TEST_F(SeriesAccountTest, LetsSomeStartAtOnceBesideAppends) {
    account_.startStoring(now_);
    EXPECT_EQ(startAll(), 5);
}

TEST_F(SeriesAccountTest, GivesSeriesTheirShareOfTheTime) {
    spendAll();
    ASSERT_GE(waitedMs(), 0);  // the crowd's debt is paid
    account_.endSeries(now_);
    int readMs = 0;
    const auto begin = now_;
    while (now_ - begin < seconds(60)) {
        ASSERT_GE(waitedMs(), 0);
        pass(milliseconds(20));
        account_.endSeries(now_);
        readMs += 20;
    }
    EXPECT_NEAR(readMs, 15'000, 500);
}

TEST_F(SeriesAccountTest, TakesAShortPauseBetweenBatchesForStoring) {
    spendAll();
    account_.endStoring(now_);
    pass(milliseconds(10));
    EXPECT_EQ(startAll(), 0);
    pass(milliseconds(11));
    EXPECT_EQ(startAll(), 100);
}

TEST_F(SeriesAccountTest, ReckonsTheTimeWithoutAppendsInFull) {
    spendAll();
    account_.endStoring(now_);
    pass(seconds(2));
    account_.startStoring(now_);
    EXPECT_EQ(startAll(), 5);
}

TEST_F(SeriesAccountTest, LetsTheNextOneComeHoweverLongTheLastTook) {
    account_.startStoring(now_);
    ASSERT_TRUE(account_.tryStartSeries(now_));
    pass(seconds(600));
    account_.endSeries(now_);
    const int64_t waited = waitedMs();
    EXPECT_GE(waited, 3'900);
    EXPECT_LE(waited, 4'100);
}

vuedeo_call callOf(uint32_t deadlineMs) {
    vuedeo_call call{};
    call.size = sizeof call;
    call.deadline_ms = deadlineMs;
    return call;
}

// Nothing is left, and next to nothing comes back, while this lives.
class BusyStore {
public:
    BusyStore() : storing_(share_) {
        const vuedeo_call call = callOf(600'000);
        const SeriesShare::Reading reading(share_, Call(&call));
        std::this_thread::sleep_for(milliseconds(300));
    }
    SeriesShare& share() { return share_; }

private:
    SeriesShare share_{1};
    SeriesShare::Storing storing_;
};

TEST(SeriesShare, RefusesAtTheDeadline) {
    BusyStore store;
    const vuedeo_call call = callOf(50);
    try {
        const SeriesShare::Reading reading(store.share(), Call(&call));
        ADD_FAILURE() << "started though nothing was left";
    } catch (const Error& error) {
        EXPECT_EQ(error.status(), VUEDEO_E_UNAVAILABLE);
    }
}

TEST(SeriesShare, OfZeroIsNoLimit) {
    SeriesShare share(0);
    const SeriesShare::Storing storing(share);
    const vuedeo_call call = callOf(0);
    const SeriesShare::Reading reading(share, Call(&call));
}

}  // namespace
}  // namespace vuedeo::timescale
