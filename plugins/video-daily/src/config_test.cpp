#include "config.hpp"

#include <gtest/gtest.h>

#include <vuedeo/plugin.hpp>

#include "config_schema.hpp"
#include "room_properties.hpp"

namespace vuedeo::daily {
namespace {

using nlohmann::json;

template <class Action>
std::string fieldAtFault(const Action& action) {
    try {
        action();
    } catch (const Error& error) {
        EXPECT_EQ(error.status(), VUEDEO_E_INVALID);
        return error.field();
    }
    return "nothing at fault";
}

std::string faultOf(const json& more) {
    json table = {{"api_key", "k"}};
    table.update(more);
    return fieldAtFault([&] { parseConfig(table.dump()); });
}

TEST(Config, NeedsNothingButTheKey) {
    const Config config = parseConfig(R"({"api_key": "k"})");
    EXPECT_EQ(config.apiUrl, "https://api.daily.co/v1");
    EXPECT_EQ(config.privacy, "private");
    EXPECT_EQ(config.ui, "prebuilt");
    EXPECT_TRUE(config.selfSigned);
    EXPECT_FALSE(config.everyoneIsOwner);
    EXPECT_TRUE(config.webhookKey.empty());
    EXPECT_EQ(fieldAtFault([] { parseConfig("{}"); }), "api_key");
}

TEST(Config, StaysUnderDailysLimitsByDefault) {
    const Config config = parseConfig(R"({"api_key": "k"})");
    const double burst = config.requestsPerS / 3;
    EXPECT_LE(burst + 5 * config.requestsPerS, 100);
    EXPECT_LE(burst + config.requestsPerS, 20);
    EXPECT_LE(1 + 30 * config.deletesPerS, 50);
}

TEST(Config, SendsTheKeyNowhereInTheClear) {
    EXPECT_EQ(faultOf({{"api_url", "http://127.0.0.1:8080/v1/"}}), "nothing at fault");
    EXPECT_EQ(parseConfig(R"({"api_key": "k", "api_url": "https://a.b/v1//"})").apiUrl,
              "https://a.b/v1");
    for (const char* bad : {"http://api.daily.co/v1", "ftp://a", "https://", "https://a b/",
                            "https://u:p@a/", "http://127.0.0.1.example.org/", "https://a/?x"}) {
        EXPECT_EQ(faultOf({{"api_url", bad}}), "api_url") << bad;
    }
}

TEST(Config, NamesTheKeyAtFault) {
    EXPECT_EQ(faultOf({{"api_key", "line\nbreak"}}), "api_key");
    EXPECT_EQ(faultOf({{"ui", "x"}}), "ui");
    EXPECT_EQ(faultOf({{"token", 1}}), "token");
    EXPECT_EQ(faultOf({{"owners", "me"}}), "owners");
    EXPECT_EQ(faultOf({{"privacy", "x"}}), "privacy");
    EXPECT_EQ(faultOf({{"room_life_s", 60}}), "room_life_s");
    EXPECT_EQ(faultOf({{"room_life_s", 86400.5}}), "room_life_s");
    EXPECT_EQ(faultOf({{"webhook_secret", "c2hvcnQ="}}), "webhook_secret");
    EXPECT_EQ(faultOf({{"room_properties", {{"geo", 1}}}}), "room_properties.geo");
    EXPECT_EQ(faultOf({{"max_attempts", 0}}), "max_attempts");
    EXPECT_EQ(fieldAtFault([] { parseConfig("[]"); }), "");
}

TEST(Config, SchemaKnowsEveryKey) {
    const json schema = json::parse(kConfigSchema);
    EXPECT_EQ(schema["properties"].size(), 15U);
    EXPECT_EQ(schema["required"], json{"api_key"});
}

std::string faultOf(const json& properties, SetBy by) {
    return fieldAtFault([&] { checkRoomProperties(properties, by, "options"); });
}

TEST(RoomProperties, HaveTheTypesThatDailyWants) {
    for (const SetBy by : {SetBy::kAdministrator, SetBy::kCaller}) {
        EXPECT_EQ(faultOf({{"enable_chat", true},
                           {"lang", "pt-BR"},
                           {"geo", "sa-east-1"},
                           {"eject_after_elapsed", 60}},
                          by),
                  "nothing at fault");
        EXPECT_EQ(faultOf({{"enable_chat", 1}}, by), "options.enable_chat");
        EXPECT_EQ(faultOf({{"lang", "pt-br"}}, by), "options.lang");
        EXPECT_EQ(faultOf({{"geo", std::string(256, 'x')}}, by), "options.geo");
        for (const json& bad : {json(0), json(-1), json(1.5), json(5'000'000'000U), json("60")}) {
            EXPECT_EQ(faultOf({{"eject_after_elapsed", bad}}, by), "options.eject_after_elapsed");
        }
        EXPECT_EQ(faultOf({{"nothing_known", true}}, by), "options.nothing_known");
        EXPECT_EQ(faultOf(json::array(), by), "options");
    }
}

TEST(RoomProperties, ThatCostOrRevealAreTheAdministrators) {
    for (const json& property :
         {json{{"enable_recording", "cloud"}}, json{{"enable_recording", {"cloud", "local"}}},
          json{{"max_participants", 3}}, json{{"permissions", {{"canSend", true}}}},
          json{{"sfu_switchover", 0.5}}, json{{"meeting_join_hook", "https://example.org"}}}) {
        EXPECT_EQ(faultOf(property, SetBy::kAdministrator), "nothing at fault") << property;
        EXPECT_EQ(faultOf(property, SetBy::kCaller), "options." + property.begin().key());
    }
    EXPECT_EQ(faultOf({{"enable_recording", "tape"}}, SetBy::kAdministrator),
              "options.enable_recording");
}

TEST(RoomProperties, NeverHoldTheExpiryWhichIsTheHosts) {
    EXPECT_EQ(faultOf({{"exp", 2'000'000'000}}, SetBy::kAdministrator), "options.exp");
}

}  // namespace
}  // namespace vuedeo::daily
