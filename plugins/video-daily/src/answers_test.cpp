// What Daily answers, however broken it may be; and what is remembered of rooms and visits.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "daily_json.hpp"
#include "recent_visits.hpp"
#include "room_cache.hpp"

namespace vuedeo::daily {
namespace {

using nlohmann::json;

TEST(DailyAnswer, TellsARoom) {
    const DailyRoom room = readRoom(json::parse(R"({"id": "1", "name": "r", "privacy": "private",
        "url": "https://d.daily.co/r", "created_at": "2019-01-26T09:01:22.000Z",
        "config": {"exp": 1700000000, "max_participants": 3, "lang": "de"}})"));
    EXPECT_EQ(room.url, "https://d.daily.co/r");
    EXPECT_EQ(room.expiresAtS, 1'700'000'000);
    EXPECT_EQ(room.maxParticipants, 3U);
    EXPECT_EQ(room.lang, "de");
}

TEST(DailyAnswer, ThatIsNoRoomIsRefused) {
    for (const json& bad : {json(), json::array(), json::object(), json{{"name", "r"}},
                            json{{"url", "https://x/r"}}, json{{"name", "r"}, {"url", 1}}}) {
        EXPECT_THROW(readRoom(bad), Error) << bad;
    }
    for (const char* url : {"javascript:alert(1)", "http://x/r", "https://x/\n", ""}) {
        EXPECT_THROW(readRoom({{"name", "r"}, {"url", url}}), Error) << url;
    }
}

TEST(DailyAnswer, WithMembersOfOtherTypesIsReadWithoutThem) {
    const DailyRoom room = readRoom(json::parse(R"({"name": "r", "url": "https://x/r",
        "privacy": 1, "created_at": {}, "config": {"exp": "soon", "max_participants": -1e300}})"));
    EXPECT_EQ(room.expiresAtS, 0);
    EXPECT_EQ(room.maxParticipants, 0U);
    const Meeting meeting =
        readMeeting(json::parse(R"({"participants": [1, {"join_time": "x"}]})"));
    EXPECT_EQ(meeting.people.size(), 2U);
    EXPECT_THROW(readList(json::parse(R"({"data": {}})")), Error);
}

TEST(DailyAnswer, TellsWhoLeftAMeetingOnceItIsOver) {
    json meeting = json::parse(R"({"id": "m", "start_time": 1700000000, "duration": 90,
        "ongoing": false, "participants": [{"participant_id": "s", "user_id": null,
        "user_name": "Ada", "join_time": 1700000010, "duration": 60}]})");
    const Meeting over = readMeeting(meeting);
    EXPECT_EQ(over.people.at(0).userId, "");
    EXPECT_EQ(over.people.at(0).joinedAtMs, 1'700'000'010'000);
    EXPECT_EQ(over.people.at(0).leftAtMs, 1'700'000'070'000);
    meeting["ongoing"] = true;
    EXPECT_EQ(readMeeting(meeting).people.at(0).leftAtMs, 0);
}

TEST(DailyAnswer, NestedTooDeepIsNone) {
    EXPECT_FALSE(parseShallow<json>(R"({"a": [[[1]]]})").is_discarded());
    EXPECT_TRUE(parseShallow<json>(std::string(100'000, '[')).is_discarded());
    EXPECT_TRUE(parseShallow<json>(std::string(40, '[') + std::string(40, ']')).is_discarded());
}

TEST(DailyTime, IsReadToTheMillisecond) {
    EXPECT_EQ(readTime("2023-01-01T20:53:19.042Z"), 1'672'606'399'042);
    EXPECT_EQ(readTime("2023-01-01T20:53:19Z"), 1'672'606'399'000);
    for (const char* bad : {"", "Z", "2023-01-01", "2023-01-01T20:53:19", "yesterday at noon Z"}) {
        EXPECT_EQ(readTime(bad), 0) << bad;
    }
}

class Visits : public ::testing::Test {
protected:
    std::vector<std::string> present(std::vector<PresentPerson> listed, int64_t nowMs) const {
        std::vector<std::string> ids;
        for (const auto& person : visits_.correct("room", std::move(listed), nowMs)) {
            ids.push_back(person.sessionId);
        }
        return ids;
    }
    using Ids = std::vector<std::string>;
    RecentVisits visits_;
};

TEST_F(Visits, AddWhoJustCameAndDropWhoHasLeft) {
    visits_.joined("room", {"new", "", "", 0}, 1000);
    visits_.joined("other", {"elsewhere", "", "", 0}, 1000);
    visits_.left("room", "ghost", 1000);
    EXPECT_EQ(present({{"ghost", "", "", 0}, {"old", "", "", 0}}, 2000), (Ids{"old", "new"}));
    EXPECT_EQ(present({{"new", "", "", 0}}, 2000), Ids{"new"});
}

TEST_F(Visits, LeavePresenceToDailyOnceItMustKnow) {
    visits_.joined("room", {"new", "", "", 0}, 1000);
    EXPECT_EQ(present({}, 60'000), Ids{});
}

TEST_F(Visits, AreOverEvenWhenTheNewsComesInTheWrongOrder) {
    visits_.left("room", "one", 1000);
    visits_.joined("room", {"one", "", "", 0}, 1000);
    EXPECT_EQ(present({}, 1000), Ids{});
    visits_.joined("room", {"two", "", "", 0}, 1000);
    visits_.left("room", "two", 1000);
    EXPECT_EQ(present({{"two", "", "", 0}}, 1000), Ids{});
}

TEST_F(Visits, AreForgottenWhenThereAreTooMany) {
    visits_.left("room", "first", 1000);
    for (int i = 0; i < 5000; ++i) visits_.left("room", std::to_string(i), 1000);
    EXPECT_EQ(present({{"first", "", "", 0}}, 1000), Ids{"first"});
}

TEST(RoomCache, KeepsARoomForAMoment) {
    RoomCache cache;
    DailyRoom room;
    room.name = "r";
    cache.keep(room, 1000);
    EXPECT_TRUE(cache.find("r", 31'000));
    EXPECT_FALSE(cache.find("r", 31'001));
    cache.keep(room, 1000);
    cache.forget("r");
    EXPECT_FALSE(cache.find("r", 1000));
}

}  // namespace
}  // namespace vuedeo::daily
