#include "plugins/registry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <future>
#include <string>
#include <thread>

#include "net/test_client.hpp"
#include "plugins/clients.hpp"
#include "plugins/testing/test_setup.hpp"

namespace vuedeo::plugins {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::messageOf;
using testing::TemporaryFolder;

class RegistryTest : public ::testing::Test {
protected:
    std::string faultOfChart(const std::string& id) {
        config_.chart.plugin = id;
        return messageOf([&] { const Registry registry(config_, services_); });
    }
    // A chart that breaks only when it is called.
    std::string faultOfRender(const std::string& id) {
        config_.chart.plugin = id;
        Registry registry(config_, services_);
        registry.start();
        try {
            ChartClient(registry.chart()).render("{}", "{}", {});
        } catch (const PluginError& e) {
            EXPECT_EQ(e.status(), VUEDEO_E_INTERNAL);
            EXPECT_EQ(e.pluginId(), id);
            EXPECT_EQ(registry.chart().counters().errors, 1U);
            return e.what();
        }
        return {};
    }

    TemporaryFolder data_;
    config::Config config_ = testing::testConfig(data_);
    Services services_;
};

TEST_F(RegistryTest, PreviewsWhatAStartWouldChange) {
    EXPECT_EQ(Registry(config_, services_).preview(), "test-store: would make a table\n");
    config_.metrics.configJson = R"({"disk": "none"})";
    EXPECT_EQ(Registry(config_, services_).preview(),
              "test-store: what its start would change cannot be told: the disk is away\n");
}

TEST_F(RegistryTest, CreatesStartsAndStopsAllThree) {
    Registry registry(config_, services_);
    ASSERT_EQ(registry.all().size(), 3U);
    EXPECT_EQ(registry.video().state(), State::kCreated);
    EXPECT_EQ(registry.metrics().manifest().id, "test-store");
    registry.start();
    for (Plugin* plugin : registry.all()) EXPECT_EQ(plugin->state(), State::kReady);
    EXPECT_TRUE(registry.stop());
    for (Plugin* plugin : registry.all()) EXPECT_EQ(plugin->state(), State::kStopped);
    EXPECT_TRUE(registry.stop());
}

TEST_F(RegistryTest, WritesNothingUntilPluginsStart) {
    Registry registry(config_, services_);
    EXPECT_FALSE(std::filesystem::exists(config_.server.dataDir));
    registry.start();
    struct stat info {};
    ASSERT_EQ(::stat((config_.server.dataDir / "test-video").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0700U);
}

TEST_F(RegistryTest, RefusesALibraryThatBreaksTheContract) {
    EXPECT_THAT(faultOfChart("broken-abi"), HasSubstr("is built for plugin ABI 9"));
    EXPECT_THAT(faultOfChart("broken-id"), HasSubstr("says its id is \"somebody-else\""));
    EXPECT_THAT(faultOfChart("broken-version"), HasSubstr("says its version is \"9.9.9\""));
    EXPECT_THAT(faultOfChart("broken-null-module"), HasSubstr("answers no module"));
    EXPECT_THAT(faultOfChart("broken-short-module"), HasSubstr("shorter than that of ABI 1.0"));
    EXPECT_THAT(faultOfChart("broken-null-function"), HasSubstr("a function of its module NULL"));
    EXPECT_THAT(faultOfChart("broken-no-interface"),
                HasSubstr("offers no interface vuedeo.chart/1"));
    EXPECT_THAT(faultOfChart("broken-short-table"), HasSubstr("its table of vuedeo.chart/1"));
    EXPECT_THAT(faultOfChart("broken-schema"), HasSubstr("report it to the plugin's author"));
}

TEST_F(RegistryTest, TellsWhatTheLoaderSaid) {
    EXPECT_THAT(faultOfChart("broken-no-symbol"), HasSubstr("exports no symbol vuedeo_module_v1"));
    EXPECT_THAT(
        faultOfChart("broken-undefined"),
        AllOf(HasSubstr("cannot be loaded"), HasSubstr("vuedeo_test_symbol_that_nobody_defines")));
}

TEST_F(RegistryTest, TellsWhichPluginsThereAre) {
    EXPECT_THAT(faultOfChart("chart-nobody"),
                AllOf(HasSubstr("chart.plugin = \"chart-nobody\": there is no such plugin"),
                      HasSubstr("test-chart"), HasSubstr("plugins.path")));
    EXPECT_THAT(faultOfChart("test-video"), HasSubstr("is of kind \"video-provider\""));
}

TEST_F(RegistryTest, TellsAllFaultsAtOnce) {
    config_.video.configJson = R"({"api_key": "x"})";
    config_.metrics.plugin = "nobody";
    config_.furtherCharts.emplace_back().plugin = "nobody-else";
    EXPECT_THAT(faultOfChart("broken-abi"),
                AllOf(HasSubstr("vuedeo.toml:7: plugins.test-video.api_key: must be string"),
                      HasSubstr("metrics.plugin = \"nobody\""), HasSubstr("ABI 9"),
                      HasSubstr("chart.also = \"nobody-else\": there is no such plugin")));
}

TEST_F(RegistryTest, TellsTheKeyThatThePluginItselfRefuses) {
    config_.video.configJson = R"({"refuse": "y"})";
    EXPECT_THAT(faultOfChart("test-chart"),
                HasSubstr("vuedeo.toml:7: plugins.test-video.refuse: it must not be set"));
}

TEST_F(RegistryTest, GoesOnWithoutAnOptionalPlugin) {
    config_.chart.plugin = "broken-abi";
    config_.chart.startup = config::Startup::kOptional;
    Registry registry(config_, services_);
    registry.start();
    EXPECT_EQ(registry.chart().state(), State::kFailed);
    EXPECT_THAT(registry.chart().reason(), HasSubstr("ABI 9"));
    EXPECT_EQ(registry.video().state(), State::kReady);
    EXPECT_EQ(ChartClient(registry.chart()).mediaType(), "");
    try {
        ChartClient(registry.chart()).render("{}", "{}", {});
        FAIL() << "a plugin that failed was called";
    } catch (const PluginError& e) {
        EXPECT_EQ(e.status(), VUEDEO_E_UNAVAILABLE);
    }
}

TEST_F(RegistryTest, DoesNotStartWithoutARequiredPlugin) {
    config_.video.configJson = R"({"fail_starts":1})";
    Registry registry(config_, services_);
    EXPECT_THAT(messageOf([&] { registry.start(); }),
                HasSubstr("test-video does not start: the server is down"));
}

TEST_F(RegistryTest, LeavesAnOptionalPluginThatDoesNotStart) {
    config_.video.configJson = R"({"fail_starts":1})";
    config_.video.startup = config::Startup::kOptional;
    Registry registry(config_, services_);
    registry.start();
    EXPECT_EQ(registry.video().state(), State::kFailed);
    EXPECT_EQ(registry.video().reason(), "the server is down");
    EXPECT_EQ(registry.chart().state(), State::kReady);
}

TEST_F(RegistryTest, StartsAPluginAgainUntilItIsThere) {
    config_.video.configJson = R"({"fail_starts":1})";
    config_.video.startup = config::Startup::kRetry;
    Registry registry(config_, services_);
    registry.start();
    ASSERT_TRUE(vuedeo::net::eventually([&] { return registry.video().state() == State::kReady; }));
    EXPECT_EQ(registry.video().reason(), "");
    EXPECT_EQ(VideoClient(registry.video()).createRoom({}, "", {}),
              R"({"url":"https://example.org/"})");
}

TEST_F(RegistryTest, StopsWhileAPluginStillDoesNotStart) {
    config_.video.configJson = R"({"fail_starts":100})";
    config_.video.startup = config::Startup::kRetry;
    Registry registry(config_, services_);
    registry.start();
    EXPECT_TRUE(registry.stop());
    EXPECT_EQ(registry.video().state(), State::kFailed);
}

TEST_F(RegistryTest, SurvivesAPluginThatThrowsAcrossTheAbi) {
    EXPECT_THAT(faultOfRender("broken-throws"), HasSubstr("thrown by render"));
}

TEST_F(RegistryTest, TakesAnUnknownStatusForABug) {
    EXPECT_THAT(faultOfRender("broken-status"), HasSubstr("gave no reason"));
}

TEST_F(RegistryTest, StopsOnlyAfterCallsHaveReturned) {
    Registry registry(config_, services_);
    registry.start();
    std::atomic<bool> cancel{false};
    std::atomic<bool> returned{false};
    std::promise<void> entered;
    ASSERT_TRUE(registry.video().lane().submit([&] {
        CallScope scope;
        bool told = false;
        scope.cancelled = [&, told]() mutable {
            if (!told) entered.set_value();
            told = true;
            return cancel.load();
        };
        RoomRecord room;
        room.name = "slow";
        VideoClient(registry.video()).createRoom(room, "", scope);
        returned = true;
    }));
    entered.get_future().wait();
    std::thread canceller([&] { cancel = true; });
    EXPECT_TRUE(registry.stop());
    EXPECT_TRUE(returned);
    canceller.join();
}

TEST_F(RegistryTest, LeavesAPluginAloneWhoseCallNeverReturns) {
    std::atomic<bool> cancel{false};
    std::promise<void> entered;
    std::promise<void> left;
    std::atomic<bool> told{false};
    {
        Registry registry(config_, services_);
        registry.start();
        Plugin& video = registry.video();
        ASSERT_TRUE(video.lane().submit([&cancel, &entered, &left, &told, &video] {
            CallScope scope;
            scope.cancelled = [&] {
                if (!told.exchange(true)) entered.set_value();
                return cancel.load();
            };
            RoomRecord room;
            room.name = "slow";
            VideoClient(video).createRoom(room, "", scope);
            left.set_value();
        }));
        entered.get_future().wait();
        EXPECT_FALSE(registry.stop(1ms));
        EXPECT_EQ(registry.chart().state(), State::kStopped);
    }
    cancel = true;
    left.get_future().wait();
}

}  // namespace
}  // namespace vuedeo::plugins
