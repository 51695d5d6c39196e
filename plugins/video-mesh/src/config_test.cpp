#include "config.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <vuedeo/plugin.hpp>

#include "config_schema.hpp"

namespace vuedeo::mesh {
namespace {

std::string fieldAtFault(const char* json) {
    try {
        parseConfig(json);
    } catch (const Error& error) {
        EXPECT_EQ(error.status(), VUEDEO_E_INVALID);
        return error.field();
    }
    return "nothing at fault";
}

TEST(Config, NeedsNothingAndThenContactsNobody) {
    const Config config = parseConfig("{}");
    EXPECT_TRUE(config.stunUrls.empty());
    EXPECT_TRUE(config.turnUrls.empty());
    EXPECT_EQ(config.maxParticipants, 6U);
    EXPECT_EQ(config.maxRooms, 10000U);
}

TEST(Config, TakesServersAndLimits) {
    const Config config = parseConfig(R"({"stun_urls": ["stun:stun.example.org"],
        "turn_urls": ["turn:turn.example.org:3478?transport=udp", "turns:turn.example.org"],
        "turn_secret": "s", "turn_ttl_s": 600, "max_participants": 4, "max_rooms": 10})");
    EXPECT_EQ(config.turnUrls.size(), 2U);
    EXPECT_EQ(config.turnTtlS, 600);
    EXPECT_EQ(config.maxParticipants, 4U);
}

TEST(Config, NamesTheKeyAtFault) {
    EXPECT_EQ(fieldAtFault(R"({"stun_urls": "stun:a"})"), "stun_urls");
    EXPECT_EQ(fieldAtFault(R"({"stun_urls": ["https://a"]})"), "stun_urls");
    EXPECT_EQ(fieldAtFault(R"({"stun_urls": [7]})"), "stun_urls");
    EXPECT_EQ(fieldAtFault(R"({"turn_urls": ["turn:"], "turn_secret": "s"})"), "turn_urls");
    EXPECT_EQ(fieldAtFault(R"({"turn_urls": ["turn:a"]})"), "turn_secret");
    EXPECT_EQ(fieldAtFault(R"({"turn_ttl_s": 1.5})"), "turn_ttl_s");
    EXPECT_EQ(fieldAtFault(R"({"max_participants": 17})"), "max_participants");
    EXPECT_EQ(fieldAtFault(R"({"max_rooms": 0})"), "max_rooms");
    EXPECT_EQ(fieldAtFault("[]"), "");
}

TEST(Config, SchemaIsJson) {
    const auto schema = nlohmann::json::parse(kConfigSchema);
    EXPECT_EQ(schema["properties"].size(), 6U);
}

}  // namespace
}  // namespace vuedeo::mesh
