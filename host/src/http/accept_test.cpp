#include "http/accept.hpp"

#include <gtest/gtest.h>

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

TEST(Accept, TellsAPersonsBrowserFromAProgram) {
    EXPECT_TRUE(acceptsByName(kBrowser, "text/html"));
    for (const char* program : {"", "*/*", "text/*", "application/json, */*", "text/html;q=0"}) {
        EXPECT_FALSE(acceptsByName(program, "text/html")) << program;
    }
}

}  // namespace
}  // namespace vuedeo::http
