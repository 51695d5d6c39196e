// A store whose disk is full acknowledges nothing, says why, and goes on by itself when there is
// room. For a store that keeps its files in its data folder; others have nothing to fill here.
#include <sys/resource.h>

#include <csignal>

#include "child_process.hpp"
#include "fixture.hpp"

namespace vuedeo::store_test {
namespace {

constexpr rlim_t kFileLimit = 2U << 20U;

class DiskFull : public StoreTest {
protected:
    void SetUp() override {}

    bool storesInItsFolder() {
        open();
        append({sampleOf(name(), "probe", kNow)});
        closeStore();
        return !std::filesystem::is_empty(folder());
    }

    // Only the soft limit, so that it can be lifted again; the signal would end the process.
    static void limitFiles(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{};
        getrlimit(RLIMIT_FSIZE, &limit);
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
    }

    std::vector<Sample> batchOf(int n) {
        std::vector<Sample> batch;
        for (int i = 0; i < 200; ++i) {
            Sample sample{name(), "p" + std::to_string(i), kNow + n * kSecond, {}};
            for (uint32_t field = 0; field < VUEDEO_FIELD_COUNT; ++field)
                sample.values[field] = static_cast<float>(n + i) / 3;
            batch.push_back(std::move(sample));
        }
        return batch;
    }

    // Returns the number of batches acknowledged before the first refusal, or -1.
    int fill() {
        for (int n = 0; n < 1000; ++n) {
            std::vector<uint8_t> codes;
            const Outcome outcome = store().append(batchOf(n), codes);
            if (outcome.ok()) continue;
            EXPECT_THAT(outcome, HasStatus(VUEDEO_E_UNAVAILABLE));
            EXPECT_THAT(outcome.message, testing::HasSubstr(folder().string()));
            return n;
        }
        return -1;
    }

    int fillAndRecover() {
        limitFiles(kFileLimit);
        open();
        const int acknowledged = fill();
        EXPECT_GT(acknowledged, 0) << "the disk never became full";
        std::string details;
        if (store().hasHealth()) {
            EXPECT_THAT(store().check(details), HasStatus(VUEDEO_E_UNAVAILABLE));
        }
        EXPECT_EQ(samples(name()).size(), static_cast<std::size_t>(acknowledged) * 200 + 1);

        limitFiles(RLIM_INFINITY);
        EXPECT_THAT(append(batchOf(acknowledged)), testing::Each(VUEDEO_SAMPLE_STORED));
        if (store().hasHealth()) {
            EXPECT_THAT(store().check(details), Succeeds());
        }
        EXPECT_THAT(append(batchOf(0)), testing::Each(VUEDEO_SAMPLE_DUPLICATE));
        closeStore();
        open();
        EXPECT_EQ(samples(name()).size(), static_cast<std::size_t>(acknowledged + 1) * 200 + 1);
        closeStore();
        return HasFailure() ? 1 : 0;
    }
};

TEST_F(DiskFull, AcknowledgesNothingAndRecoversByItself) {
    if (!storesInItsFolder()) GTEST_SKIP() << "this store keeps no files in its folder";
    ChildProcess child([&](int) { return fillAndRecover(); });
    EXPECT_EQ(child.wait(), 0) << "see the child's output above";
}

}  // namespace
}  // namespace vuedeo::store_test
