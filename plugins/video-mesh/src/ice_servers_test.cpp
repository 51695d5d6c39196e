#include "ice_servers.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace vuedeo::mesh {
namespace {

constexpr int64_t kNowMs = 1'700'000'000'000;

Config withTurn() {
    Config config;
    config.turnUrls = {"turn:turn.example.org:3478"};
    config.turnSecret = "turnsecret1";
    config.turnTtlS = 600;
    return config;
}

TEST(IceServers, HmacFollowsRfc2202) {
    // Test cases 2 and 6 of RFC 2202, section 3.
    EXPECT_EQ(base64HmacSha1("Jefe", "what do ya want for nothing?"),
              "7/zfauXrL6LSdBbV8YTfnCWafHk=");
    EXPECT_EQ(base64HmacSha1(std::string(80, '\xaa'),
                             "Test Using Larger Than Block-Size Key - Hash Key First"),
              "qkrl4VJy0A6VcFY3zoo7Ve1AIRI=");
}

TEST(IceServers, TurnCredentialIsWhatCoturnAccepts) {
    const TurnCredential credential = turnCredential("turnsecret1", "alice", 1'700'000'600);
    EXPECT_EQ(credential.username, "1700000600:alice");
    EXPECT_EQ(credential.password, "86I3KtNQUdcHGp74vTPfmVeGdOs=");
}

TEST(IceServers, NothingConfiguredMeansNone) {
    EXPECT_EQ(iceServers(Config{}, "alice", kNowMs, 0), nlohmann::json::array());
}

TEST(IceServers, CredentialLivesForTheConfiguredTime) {
    const auto servers = iceServers(withTurn(), "alice", kNowMs, 0);
    ASSERT_EQ(servers.size(), 1U);
    EXPECT_EQ(servers[0]["username"], "1700000600:alice");
    EXPECT_EQ(servers[0]["urls"][0], "turn:turn.example.org:3478");
}

TEST(IceServers, CredentialDoesNotOutliveTheAdmission) {
    const auto servers = iceServers(withTurn(), "alice", kNowMs, kNowMs + 60'000);
    EXPECT_EQ(servers[0]["username"], "1700000060:alice");
}

TEST(IceServers, TheSecretIsNotAmongThem) {
    EXPECT_EQ(iceServers(withTurn(), "alice", kNowMs, 0).dump().find("turnsecret1"),
              std::string::npos);
}

}  // namespace
}  // namespace vuedeo::mesh
