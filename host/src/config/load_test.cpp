// What a good configuration becomes.
#include "config/load.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "config/load_fixture.hpp"

namespace vuedeo::config {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using namespace std::chrono_literals;

using Load = LoadTest;

TEST_F(Load, NeedsOnlyTheThreePlugins) {
    const Config config = loadWith("");
    EXPECT_EQ(config.server.address, "127.0.0.1");
    EXPECT_EQ(config.server.port, 3000);
    EXPECT_EQ(config.server.mode, Mode::kOpen);
    EXPECT_EQ(config.server.tls, nullptr);
    EXPECT_EQ(config.server.webDir, installPrefix() / "share/vuedeo/web");
    EXPECT_THAT(config.pluginPath, ElementsAre(installPrefix() / "lib/vuedeo/plugins"));
    EXPECT_EQ(config.video.plugin, "video-mesh");
    EXPECT_EQ(config.metrics.plugin, "metrics-sqlite");
    EXPECT_EQ(config.chart.plugin, "chart-chartjs");
    EXPECT_EQ(config.chart.configJson, "{}");
}

TEST_F(Load, ReadsEveryKey) {
    folder_.write("tls/cert.pem", "certificate");
    folder_.write("tls/key.pem", "key");
    const Config config = loadOnly(R"(
[server]
listen = "[::1]:8443"
public_url = "https://calls.example.org:8443/"
mode = "private"
admin_token = "0123456789abcdef"
secret = "0123456789abcdef0123456789abcdef"
data_dir = "state"
web_dir = "site"
threads = 3
drain_s = 4
[server.tls]
certificate = "tls/cert.pem"
key = "tls/key.pem"
[server.limits]
header_bytes = 2048
header_count = 11
body_bytes = 4096
body_bytes_in_all = 1048577
header_time_ms = 101
body_time_ms = 102
idle_time_ms = 103
send_time_ms = 104
connections = 105
connections_per_address = 106
websocket_message_bytes = 1025
websocket_queue_bytes = 1026
websocket_messages_per_second = 107
websocket_ping_ms = 108
websocket_close_time_ms = 109
[log]
level = "debug"
format = "json"
access = false
[rooms]
expire_after_s = 61
max_participants = 5
[quality]
interval_s = 2
queue_samples = 2000
batch_samples = 7
mos_base_r = 90
mos_ie = 1.5
mos_bpl = 20.0
[video]
plugin = "com.example.acme"
startup = "retry"
max_concurrency = 8
max_queued = 0
deadline_ms = 1234
[metrics]
plugin = "metrics-sqlite"
startup = "optional"
[chart]
plugin = "chart-chartjs"
also = ["chart-svg", "chart-acme"]
max_queued = 9
[plugins.chart-acme]
colour = "red"
[plugins]
path = ["mine", "/opt/vuedeo/plugins"]
)");
    const std::filesystem::path folder = folder_.path();
    EXPECT_EQ(config.server.address, "::1");
    EXPECT_EQ(config.server.port, 8443);
    EXPECT_EQ(config.server.publicUrl, "https://calls.example.org:8443");
    EXPECT_EQ(config.server.mode, Mode::kPrivate);
    EXPECT_EQ(config.server.adminToken, "0123456789abcdef");
    EXPECT_EQ(config.server.secret, "0123456789abcdef0123456789abcdef");
    EXPECT_EQ(config.server.webDir, folder / "site");
    EXPECT_EQ(config.server.threads, 3U);
    EXPECT_EQ(config.server.drain, 4s);
    ASSERT_NE(config.server.tls, nullptr);
    EXPECT_EQ(config.server.tls->certificate, (folder / "tls/cert.pem").string());
    EXPECT_EQ(config.server.tls->key, (folder / "tls/key.pem").string());
    const net::Limits& limits = config.server.limits;
    EXPECT_EQ(limits.headerBytes, 2048U);
    EXPECT_EQ(limits.headerCount, 11U);
    EXPECT_EQ(limits.bodyBytes, 4096U);
    EXPECT_EQ(limits.bodyBytesInAll, 1'048'577U);
    EXPECT_EQ(limits.headerTime, 101ms);
    EXPECT_EQ(limits.bodyTime, 102ms);
    EXPECT_EQ(limits.idleTime, 103ms);
    EXPECT_EQ(limits.sendTime, 104ms);
    EXPECT_EQ(limits.connections, 105U);
    EXPECT_EQ(limits.connectionsPerAddress, 106U);
    EXPECT_EQ(limits.webSocketMessageBytes, 1025U);
    EXPECT_EQ(limits.webSocketQueueBytes, 1026U);
    EXPECT_EQ(limits.webSocketMessagesPerSecond, 107U);
    EXPECT_EQ(limits.webSocketPing, 108ms);
    EXPECT_EQ(limits.webSocketCloseTime, 109ms);
    EXPECT_EQ(config.log.level, log::Level::kDebug);
    EXPECT_EQ(config.log.format, log::Format::kJson);
    EXPECT_FALSE(config.log.access);
    EXPECT_EQ(config.rooms.expireAfter, 61s);
    EXPECT_EQ(config.rooms.maxParticipants, 5U);
    EXPECT_EQ(config.quality.interval, 2s);
    EXPECT_EQ(config.quality.queueSamples, 2000U);
    EXPECT_EQ(config.quality.batchSamples, 7U);
    EXPECT_EQ(config.quality.mos.baseR, 90);
    EXPECT_EQ(config.quality.mos.ie, 1.5);
    EXPECT_EQ(config.quality.mos.bpl, 20);
    EXPECT_EQ(config.video.plugin, "com.example.acme");
    EXPECT_EQ(config.video.startup, Startup::kRetry);
    EXPECT_EQ(config.video.maxConcurrency, 8U);
    EXPECT_EQ(config.video.maxQueued, 0U);
    EXPECT_EQ(config.video.deadline, 1234ms);
    EXPECT_EQ(config.metrics.startup, Startup::kOptional);
    EXPECT_EQ(config.chart.startup, Startup::kRequired);
    ASSERT_EQ(config.furtherCharts.size(), 2U);
    EXPECT_EQ(config.furtherCharts[0].plugin, "chart-svg");
    EXPECT_EQ(config.furtherCharts[0].maxQueued, 9U);
    EXPECT_EQ(config.furtherCharts[0].configJson, "{}");
    EXPECT_EQ(config.furtherCharts[1].plugin, "chart-acme");
    EXPECT_EQ(config.furtherCharts[1].configJson, R"({"colour":"red"})");
    EXPECT_THAT(config.pluginPath, ElementsAre(folder / "mine", "/opt/vuedeo/plugins",
                                               installPrefix() / "lib/vuedeo/plugins"));
}

TEST_F(Load, LeavesTheDataFolderRelativeToTheWorkingDirectory) {
    EXPECT_EQ(loadWith("[server]\ndata_dir = \"state\"").server.dataDir, "state");
}

TEST_F(Load, TakesPathsOfTheCommandLineRelativeToTheWorkingDirectory) {
    const Config config =
        loadWith("[server]\nweb_dir = \"a\"", {"server.web_dir=b", R"(plugins.path=["c"])"});
    EXPECT_EQ(config.server.webDir, "b");
    EXPECT_EQ(config.pluginPath.front(), "c");
}

TEST_F(Load, TakesProxiesByAddressAndByNetwork) {
    const auto proxies =
        loadWith(R"(server.trusted_proxies = ["10.0.0.0/8", "::1"])").server.trustedProxies;
    ASSERT_EQ(proxies.size(), 2U);
    EXPECT_TRUE(proxies[0].contains(*net::parseIpAddress("10.1.2.3")));
    EXPECT_TRUE(proxies[1].contains(*net::parseIpAddress("::1")));
}

TEST_F(Load, AcceptsAddressesInTheirUsualForms) {
    const auto listen = [this](const std::string& text) {
        const Config config = loadWith("server.listen = \"" + text + "\"");
        return config.server.address + " " + std::to_string(config.server.port);
    };
    EXPECT_EQ(listen("0.0.0.0:0"), "0.0.0.0 0");
    EXPECT_EQ(listen("localhost:65535"), "127.0.0.1 65535");
    EXPECT_EQ(listen("[::]:80"), ":: 80");
}

TEST_F(Load, TurnsTheChosenPluginsTableIntoJson) {
    const Config config = loadWith(R"([plugins.video-mesh]
max_participants = 8
ratio = 0.5
open = true
day = 2026-07-01
moment = 2026-07-01T12:00:00+02:00
ice_servers = [{ urls = ["stun:stun.example.org"] }]
[plugins.video-mesh.turn]
user = "caf\u00E9"
"é" = "ѳ")");
    EXPECT_EQ(nlohmann::json::parse(config.video.configJson), nlohmann::json::parse(R"({
        "max_participants": 8, "ratio": 0.5, "open": true, "day": "2026-07-01",
        "moment": "2026-07-01T12:00:00+02:00",
        "ice_servers": [{"urls": ["stun:stun.example.org"]}], "turn": {"user": "café", "é": "ѳ"}})"));
    EXPECT_THAT(config.video.source, EndsWith("vuedeo.toml:1"));
    EXPECT_THAT(config.metrics.source, EndsWith("vuedeo.toml:14"));
    EXPECT_EQ(config.metrics.configJson, "{}");
}

TEST_F(Load, LeavesTheTableOfAnotherPluginAlone) {
    const Config config = loadWith(R"([plugins.video-daily]
api_key = { env = "DAILY_API_KEY" })");
    EXPECT_EQ(config.video.configJson, "{}");
}

TEST_F(Load, OverridesTheFileByTheCommandLine) {
    const Config config = loadWith(
        "[server]\nlisten = \"127.0.0.1:1\"\nthreads = 1\n[plugins.video-mesh]\nmax_participants = "
        "2",
        {"server.listen=0.0.0.0:2", "server.threads=2", "server.threads=3", "log.access=false",
         "plugins.video-mesh.max_participants=4", "video.startup=\"retry\""});
    EXPECT_EQ(config.server.address, "0.0.0.0");
    EXPECT_EQ(config.server.port, 2);
    EXPECT_EQ(config.server.threads, 3U);
    EXPECT_FALSE(config.log.access);
    EXPECT_EQ(config.video.startup, Startup::kRetry);
    EXPECT_EQ(config.video.configJson, R"({"max_participants":4})");
}

TEST_F(Load, TakesAnOverrideThatWouldSmuggleInAnotherKeyAsText) {
    const Config config = loadWith("", {"plugins.video-mesh.name=1\nother = 2"});
    EXPECT_EQ(nlohmann::json::parse(config.video.configJson),
              nlohmann::json({{"name", "1\nother = 2"}}));
}

TEST_F(Load, FindsTheInstallationFromTheExecutable) {
    EXPECT_TRUE(std::filesystem::exists(installPrefix() / "tests"));
}

}  // namespace
}  // namespace vuedeo::config
