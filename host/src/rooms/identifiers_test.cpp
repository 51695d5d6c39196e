#include "rooms/identifiers.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace vuedeo::rooms {
namespace {

TEST(RoomName, TakesLettersDigitsDashAndUnderscoreUpTo128) {
    EXPECT_TRUE(isRoomName("a"));
    EXPECT_TRUE(isRoomName("Team_1-standup"));
    EXPECT_TRUE(isRoomName(std::string(128, 'x')));
    EXPECT_FALSE(isRoomName(""));
    EXPECT_FALSE(isRoomName(std::string(129, 'x')));
    for (const char* bad : {"a b", "a/b", "a.b", "\xC3\xA4", "a\n", "..", "a%20"}) {
        EXPECT_FALSE(isRoomName(bad)) << bad;
    }
}

TEST(RoomName, IsMadeReadableAndNeverTwice) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::string name = makeRoomName();
        EXPECT_TRUE(std::regex_match(
            name, std::regex("[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{4}")))
            << name;
        EXPECT_TRUE(seen.insert(name).second);
    }
}

TEST(ParticipantId, IsARandomUuid) {
    const std::regex uuid("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    const std::string first = makeParticipantId();
    EXPECT_TRUE(std::regex_match(first, uuid)) << first;
    EXPECT_NE(first, makeParticipantId());
}

TEST(ParticipantId, TakesWhatARoomsNameTakesUpTo36) {
    EXPECT_TRUE(isParticipantId(std::string(36, 'x')));
    EXPECT_FALSE(isParticipantId(std::string(37, 'x')));
    EXPECT_FALSE(isParticipantId(""));
    EXPECT_FALSE(isParticipantId("pbZ+ismP7dk="));
}

TEST(DisplayName, CountsCharactersAndNotBytes) {
    std::string snowmen;
    for (int i = 0; i < 64; ++i) snowmen += "\xE2\x98\x83";
    EXPECT_TRUE(isDisplayName("Ada Lovelace"));
    EXPECT_TRUE(isDisplayName(snowmen));
    EXPECT_FALSE(isDisplayName(snowmen + "x"));
}

TEST(DisplayName, RefusesControlCharactersBlanksAndMalformedUtf8) {
    for (const char* bad : {"", " ", "\xC2\xA0", "a\tb", "a\x7F", "\xC2\x85", "\xC3", "\x80",
                            "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF"}) {
        EXPECT_FALSE(isDisplayName(bad)) << bad;
    }
}

}  // namespace
}  // namespace vuedeo::rooms
