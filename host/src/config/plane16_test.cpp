#include "config/plane16.hpp"

#include <gtest/gtest.h>

namespace vuedeo::config {
namespace {

TEST(Plane16, GivesTextBackAsItWas) {
    const std::string text = "a\u0080\u00e9\u07ff\u0800\ud7ff\ue000\uffff\U00010000\U000FFFFF\n";
    EXPECT_NE(toPlane16(text), text);
    EXPECT_EQ(fromPlane16(toPlane16(text)), text);
}

TEST(Plane16, MovesWhatTheTomlLibraryCannotClassify) {
    EXPECT_EQ(toPlane16("\u00e9"), "\U001000E9");
    EXPECT_EQ(toPlane16("\uffff"), "\U0010FFFF");
    EXPECT_EQ(toPlane16("plain \U0001F600"), "plain \U0001F600");
}

TEST(Plane16, LeavesWhatIsNoUtf8) {
    for (const std::string bad : {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xE2\x82", "\xC3",
                                  "\xFF", "\x80\x80", "\xF4\x90\x80\x80"}) {
        EXPECT_EQ(toPlane16(bad), bad);
        EXPECT_EQ(fromPlane16(bad), bad);
    }
}

TEST(Plane16, FindsWhatIsThereAlready) {
    EXPECT_EQ(findPlane16("ab\U0010FFFF"), 2U);
    EXPECT_EQ(findPlane16("a\\U00100000"), 1U);
    EXPECT_EQ(findPlane16("\U000FFFFF \\U0001F600"), std::string_view::npos);
}

}  // namespace
}  // namespace vuedeo::config
