#include "http/accept.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace vuedeo::http {
namespace {

// What Chromium and Firefox send when somebody opens an address.
constexpr const char* kBrowser =
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

TEST(Accept, AllowsForWhatItNamesAndForFamilies) {
    EXPECT_TRUE(accepts("", "image/png"));
    EXPECT_TRUE(accepts("*/*", "image/png"));
    EXPECT_TRUE(accepts("text/plain, image/*;q=0.1", "image/png"));
    EXPECT_TRUE(accepts("IMAGE/PNG", "image/png"));
    EXPECT_FALSE(accepts("text/plain", "image/png"));
}

TEST(Accept, LetsTheMostExactRangeDecide) {
    EXPECT_FALSE(accepts("*/*, image/png;q=0", "image/png"));
    EXPECT_FALSE(accepts("image/png; q=0.000, image/*", "image/png"));
    EXPECT_TRUE(accepts("image/*;q=0, image/png", "image/png"));
}

TEST(Accept, PrefersTheGreatestWeightAndOfEqualsTheFirst) {
    const std::vector<std::string> types{"application/x+json", "image/svg+xml"};
    const auto chosen = [&types](const char* accept) {
        const auto at = preferred(accept, types);
        return at ? types[*at] : "none";
    };
    for (const char* all : {"", "*/*", "image/*, application/*", "image/svg+xml,application/x+json",
                            "*/*;q=0.1", "image/svg+xml;q=0.5, */*;q=0.50"}) {
        EXPECT_EQ(chosen(all), types[0]) << all;
    }
    for (const char* svg :
         {"image/svg+xml", "image/*", "image/avif,image/svg+xml,image/*,*/*;q=0.8",
          "application/x+json;q=0.3, image/*;q=0.4", "*/*, application/x+json;q=0",
          "application/x+json;q=0.001, IMAGE/SVG+XML;Q=0.002"}) {
        EXPECT_EQ(chosen(svg), types[1]) << svg;
    }
    for (const char* none : {"text/html", "*/*;q=0", "image/*;q=0.0"}) {
        EXPECT_EQ(chosen(none), "none") << none;
    }
    EXPECT_EQ(chosen("application/x+json;q=0.9, image/svg+xml;q=high"), types[1]);
}

TEST(Accept, TellsAPersonsBrowserFromAProgram) {
    EXPECT_TRUE(acceptsByName(kBrowser, "text/html"));
    for (const char* program : {"", "*/*", "text/*", "application/json, */*", "text/html;q=0"}) {
        EXPECT_FALSE(acceptsByName(program, "text/html")) << program;
    }
}

}  // namespace
}  // namespace vuedeo::http
