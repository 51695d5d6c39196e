#include "plugins/config_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/testing/test_setup.hpp"

namespace vuedeo::plugins {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const char* const kSchema = R"({
    "type": "object", "additionalProperties": false, "required": ["api_key"],
    "properties": {
        "api_key": {"type": "string", "minLength": 4, "description": "from the dashboard"},
        "port": {"type": "integer", "minimum": 1, "maximum": 65535},
        "mode": {"enum": ["fast", "safe"]},
        "servers": {"type": "array", "items": {"type": "object", "required": ["url"],
            "additionalProperties": false, "properties": {"url": {"type": "string"}}}},
        "pool": {"type": "object", "properties": {"size": {"type": "integer"}}}
    }})";

std::string check(const std::string& config, const char* schema = kSchema) {
    return testing::messageOf([&] { checkConfig("video-acme", schema, config, "vuedeo.toml:12"); });
}

TEST(ConfigCheck, AcceptsWhatFits) {
    EXPECT_EQ(
        check(R"({"api_key": "abcd", "port": 80, "mode": "safe", "servers": [{"url": "x"}]})"), "");
    EXPECT_EQ(check(R"({"anything": 1})", nullptr), "");
}

TEST(ConfigCheck, NamesTheFileAndTheMissingKey) {
    EXPECT_EQ(check("{}"),
              "vuedeo.toml:12: plugins.video-acme.api_key: is missing: it must be string, "
              "minLength 4 - from the dashboard");
}

TEST(ConfigCheck, SaysWhatAValueMustBe) {
    EXPECT_EQ(check(R"({"api_key": "abcd", "port": 0})"),
              "vuedeo.toml:12: plugins.video-acme.port: must be integer, minimum 1, maximum 65535");
    EXPECT_THAT(check(R"({"api_key": "abcd", "mode": "quick"})"),
                HasSubstr("mode: must be one of [\"fast\",\"safe\"]"));
}

TEST(ConfigCheck, NamesUnknownKeysAndTheKnownOnes) {
    EXPECT_THAT(
        check(R"({"api_key": "abcd", "prot": 1})"),
        AllOf(HasSubstr("plugins.video-acme.prot: is unknown: the keys are "), HasSubstr("port")));
}

TEST(ConfigCheck, GoesIntoTablesAndLists) {
    EXPECT_THAT(check(R"({"api_key": "abcd", "servers": [{"url": "x"}, {"uri": "y"}]})"),
                AllOf(HasSubstr("plugins.video-acme.servers.1.url: is missing"),
                      HasSubstr("plugins.video-acme.servers.1.uri: is unknown")));
    EXPECT_THAT(check(R"({"api_key": "abcd", "pool": {"size": "big"}})"),
                HasSubstr("plugins.video-acme.pool.size: must be integer"));
}

TEST(ConfigCheck, TellsAllFaultsAtOnce) {
    EXPECT_THAT(
        check(R"({"port": "high", "mode": 3})"),
        AllOf(HasSubstr(".port: "), HasSubstr(".mode: "), HasSubstr(".api_key: is missing")));
}

TEST(ConfigCheck, NeverRepeatsAValue) {
    EXPECT_THAT(check(R"({"api_key": "s3c", "port": "pa55", "mode": "t0ken"})"),
                AllOf(Not(HasSubstr("s3c")), Not(HasSubstr("pa55")), Not(HasSubstr("t0ken"))));
}

TEST(ConfigCheck, BlamesThePluginForABrokenSchema) {
    for (const char* broken : {"{", R"({"type": 3})", R"({"properties": []})",
                               R"({"$ref": "http://elsewhere.example/schema"})"}) {
        EXPECT_THAT(check("{}", broken), HasSubstr("report it to the plugin's author")) << broken;
    }
    EXPECT_THAT(check(R"({"key": "x"})", R"({"properties": {"key": {"pattern": "("}}})"),
                HasSubstr("report it to the plugin's author"));
}

}  // namespace
}  // namespace vuedeo::plugins
