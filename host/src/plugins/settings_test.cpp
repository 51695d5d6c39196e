#include "plugins/settings.hpp"

#include <gtest/gtest.h>

namespace vuedeo::plugins {
namespace {

constexpr const char* kSecretSchema = R"({"properties": {
    "host": {"type": "string"},
    "dsn": {"type": "string", "writeOnly": true},
    "pin": {"type": "string", "format": "password"},
    "peers": {"items": {"properties": {"salt": {"writeOnly": true}}}}}})";

std::string shown(const std::string& config, const std::vector<std::string>& confidential = {},
                  const char* schema = kSecretSchema) {
    std::string text;
    for (const Setting& setting : shownSettings(config, confidential, schema)) {
        text += setting.key + "=" + (setting.hidden ? "*" : setting.valueJson) + " ";
        EXPECT_TRUE(!setting.hidden || setting.valueJson == "null");
    }
    return text;
}

TEST(Settings, ShowsWhatIsNoSecret) {
    EXPECT_EQ(shown(R"({"host": "db", "n": 3, "urls": ["a", "b"], "tls": {"on": true}})"),
              R"(host="db" n=3 tls.on=true urls=["a","b"] )");
    EXPECT_EQ(shown("{}"), "");
}

TEST(Settings, HidesWhatTheSchemaDeclaresSecret) {
    EXPECT_EQ(shown(R"({"dsn": "x", "pin": "y"})"), "dsn=* pin=* ");
    EXPECT_EQ(shown(R"({"peers": [{"name": "a", "salt": "x"}]})"),
              R"(peers[0].name="a" peers[0].salt=* )");
}

TEST(Settings, HidesWhatIsNamedLikeASecretAndAllBelowIt) {
    EXPECT_EQ(shown(R"({"API_KEY": "x", "turn": [{"url": "u", "credential": "c"}]})"),
              R"(API_KEY=* turn[0].credential=* turn[0].url="u" )");
    EXPECT_EQ(shown(R"({"secrets": {"a": "x"}, "tokens": ["x"]})"), "secrets.a=* tokens=* ");
}

TEST(Settings, HidesWhatCameFromTheEnvironmentOrAFile) {
    EXPECT_EQ(shown(R"({"host": "db", "user": "u", "urls": ["a", "b"]})", {"host", "urls[1]"}),
              R"(host=* urls=* user="u" )");
}

TEST(Settings, NeedsNoSchema) {
    EXPECT_EQ(shown(R"({"host": "db", "password": "x"})", {}, nullptr), R"(host="db" password=* )");
}

}  // namespace
}  // namespace vuedeo::plugins
