#include "options.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <vuedeo/plugin.hpp>

namespace vuedeo::charts {
namespace {

std::string faultyOption(const std::string& text) {
    try {
        parseOptions(text);
        return "";
    } catch (const Error& error) {
        EXPECT_EQ(error.status(), VUEDEO_E_INVALID);
        return error.field();
    }
}

TEST(Options, AreAllOptional) {
    for (const char* text : {"", "{}"}) {
        const Options options = parseOptions(text);
        EXPECT_EQ(options.theme, Theme::kUnsaid);
        EXPECT_EQ(options.locale, "");
        EXPECT_EQ(options.timeZone, "");
    }
}

TEST(Options, AreTaken) {
    const Options options =
        parseOptions(R"({"theme": "dark", "locale": "zh-Hant-TW", "time_zone": "Etc/GMT+5"})");
    EXPECT_EQ(options.theme, Theme::kDark);
    EXPECT_EQ(options.locale, "zh-Hant-TW");
    EXPECT_EQ(options.timeZone, "Etc/GMT+5");
}

TEST(Options, ThatAreWrongAreNamed) {
    EXPECT_EQ(faultyOption("["), "options");
    EXPECT_EQ(faultyOption("3"), "options");
    EXPECT_EQ(faultyOption(R"({"theme": "blue"})"), "theme");
    EXPECT_EQ(faultyOption(R"({"theme": null})"), "theme");
    EXPECT_EQ(faultyOption(R"({"colour": "blue"})"), "colour");
}

TEST(Options, ThatAreWrongInShapeAreNamed) {
    for (const char* locale :
         {"", "e", "en-", "-en", "en_GB", "e1", "en-GB\\n", "en-123456789",
          "aa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa"}) {
        EXPECT_EQ(faultyOption(std::string(R"({"locale": ")") + locale + "\"}"), "locale")
            << locale;
    }
    for (const char* zone : {"", "/", "Europe/", "/Berlin", "../etc", "Europe/Ber lin", "+5", "<b>",
                             "Europe//Berlin"}) {
        EXPECT_EQ(faultyOption(std::string(R"({"time_zone": ")") + zone + "\"}"), "time_zone")
            << zone;
    }
}

}  // namespace
}  // namespace vuedeo::charts
