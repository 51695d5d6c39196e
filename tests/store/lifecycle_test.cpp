#include <cstdlib>
#include <fstream>

#include "fixture.hpp"

namespace vuedeo::store_test {
namespace {

class Lifecycle : public StoreTest {
protected:
    void SetUp() override {}
};

TEST_F(Lifecycle, TheModuleSaysWhatItIs) {
    const vuedeo_module& module = moduleUnderTest();
    EXPECT_GE(module.size, sizeof(vuedeo_module));
    EXPECT_EQ(module.abi_major, VUEDEO_ABI_MAJOR);
    ASSERT_NE(module.id, nullptr);
    ASSERT_NE(module.version, nullptr);
    const char* plugin = std::getenv("VUEDEO_STORE_PLUGIN");
    ASSERT_NE(plugin, nullptr);
    EXPECT_EQ(module.id, std::filesystem::path(plugin).filename().string());
}

TEST_F(Lifecycle, CreatesAndDestroysManyInstancesWithoutStartingThem) {
    TemporaryFolder untouched;
    for (int i = 0; i < 200; ++i) {
        StoreHost host(moduleUnderTest(), configUnderTest(), untouched.path());
        ASSERT_THAT(host.create(), Succeeds());
    }
    EXPECT_TRUE(std::filesystem::is_empty(untouched.path())) << "create must not touch the disk";
}

TEST_F(Lifecycle, StartsAndStopsAgainAndAgain) {
    for (int i = 0; i < 10; ++i) {
        open();
        EXPECT_EQ(appendOne(sampleOf(name(), "anna", kNow + i)), VUEDEO_SAMPLE_STORED);
        EXPECT_EQ(samples(name()).size(), static_cast<std::size_t>(i) + 1);
        closeStore();
    }
}

TEST_F(Lifecycle, StartsTheSameInstanceAgainAfterItWasStopped) {
    open();
    EXPECT_EQ(appendOne(sampleOf(name(), "anna", kNow)), VUEDEO_SAMPLE_STORED);
    store().stop();
    ASSERT_THAT(store().start(), Succeeds());
    EXPECT_EQ(appendOne(sampleOf(name(), "anna", kNow)), VUEDEO_SAMPLE_DUPLICATE);
}

TEST_F(Lifecycle, NamesTheUnknownKeyOfItsConfiguration) {
    StoreHost host(moduleUnderTest(), R"({"no_such_key": 1})", folder());
    const Outcome outcome = host.create();
    EXPECT_THAT(outcome, HasStatus(VUEDEO_E_INVALID));
    EXPECT_EQ(outcome.field, "no_such_key");
}

TEST_F(Lifecycle, RefusesAConfigurationThatIsNoObject) {
    for (const char* bad : {"[]", "{", "1", "\"text\""}) {
        StoreHost host(moduleUnderTest(), bad, folder());
        EXPECT_THAT(host.create(), HasStatus(VUEDEO_E_INVALID)) << bad;
    }
}

TEST_F(Lifecycle, ReportsItsHealthAsAnObject) {
    open();
    if (!store().hasHealth()) GTEST_SKIP() << "this store reports no health";
    std::string details;
    ASSERT_THAT(store().check(details), Succeeds());
    ASSERT_FALSE(details.empty());
    EXPECT_EQ(details.front(), '{');
    EXPECT_EQ(details.back(), '}');
}

}  // namespace
}  // namespace vuedeo::store_test
