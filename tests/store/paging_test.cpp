#include <algorithm>
#include <set>

#include "fixture.hpp"

namespace vuedeo::store_test {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class Paging : public StoreTest {
protected:
    void saveRooms(int count, const std::string& prefix = "", int64_t createdAt = kNow) {
        for (int i = 0; i < count; ++i) {
            Room room;
            room.name = name("") + prefix + std::to_string(i);
            room.createdAt = createdAt + i;
            ASSERT_THAT(store().saveRoom(room), Succeeds());
        }
    }

    std::vector<std::string> page(RoomQuery& query) {
        std::vector<std::string> names;
        EXPECT_THAT(store().listRooms(
                        query,
                        [&](const Room& room) {
                            names.push_back(room.name);
                            return true;
                        },
                        query.cursor),
                    Succeeds());
        return names;
    }
};

TEST_F(Paging, ShowsTheNewestActivityFirst) {
    saveRooms(3);
    const std::string prefix = name("");
    EXPECT_THAT(roomNames({prefix}), ElementsAre(prefix + "2", prefix + "1", prefix + "0"));
    append({sampleOf(prefix + "0", "anna", kNow + kHour)});
    EXPECT_THAT(roomNames({prefix}), ElementsAre(prefix + "0", prefix + "2", prefix + "1"));
    // A late sample is no new activity.
    append({sampleOf(prefix + "1", "anna", kNow - kHour)});
    EXPECT_THAT(roomNames({prefix}), ElementsAre(prefix + "0", prefix + "2", prefix + "1"));
}

TEST_F(Paging, ShowsEachRoomOnceAndEndsWithoutACursor) {
    saveRooms(25);
    RoomQuery query{name(""), 0, 0, 10, ""};
    std::set<std::string> seen;
    EXPECT_THAT(page(query), SizeIs(10));
    EXPECT_NE(query.cursor, "");
    EXPECT_LE(query.cursor.size(), 512U);
    EXPECT_THAT(page(query), SizeIs(10));
    EXPECT_THAT(page(query), SizeIs(5));
    EXPECT_EQ(query.cursor, "");
    for (const std::string& each : roomNames({name(""), 0, 0, 7, ""})) seen.insert(each);
    EXPECT_THAT(seen, SizeIs(25));
}

TEST_F(Paging, HasNoCursorBehindAPageThatIsJustFull) {
    saveRooms(10);
    RoomQuery query{name(""), 0, 0, 10, ""};
    EXPECT_THAT(page(query), SizeIs(10));
    EXPECT_EQ(query.cursor, "");
}

TEST_F(Paging, KeepsRoomsOfOneMomentApart) {
    for (int i = 0; i < 9; ++i) {
        Room room;
        room.name = name("") + std::to_string(i);
        room.createdAt = kNow;
        ASSERT_THAT(store().saveRoom(room), Succeeds());
    }
    const auto all = roomNames({name(""), 0, 0, 2, ""});
    EXPECT_THAT(all, SizeIs(9));
    EXPECT_THAT(std::set<std::string>(all.begin(), all.end()), SizeIs(9));
}

TEST_F(Paging, ShowsEveryRestingRoomOnceWhileOthersComeAndMove) {
    saveRooms(30, "resting-", kNow);
    saveRooms(5, "moving-", kNow - kHour);
    RoomQuery query{name(""), 0, 0, 4, ""};
    std::vector<std::string> seen;
    int64_t moment = kNow + kHour;
    do {
        for (const std::string& each : page(query)) seen.push_back(each);
        append({sampleOf(name("") + "moving-" + std::to_string(moment % 5), "anna", moment)});
        ++moment;
        saveRooms(1, "new-" + std::to_string(moment), moment);
    } while (!query.cursor.empty());
    EXPECT_THAT(std::set<std::string>(seen.begin(), seen.end()), SizeIs(seen.size()))
        << "a room was shown twice";
    EXPECT_EQ(std::count_if(seen.begin(), seen.end(),
                            [](const std::string& each) {
                                return each.find("resting-") != std::string::npos;
                            }),
              30);
}

TEST_F(Paging, RefusesACursorThatItDidNotGiveOut) {
    saveRooms(3);
    RoomQuery query{name(""), 0, 0, 1, ""};
    page(query);
    const std::string cursor = query.cursor;
    std::vector<std::string> bad = {"x",
                                    "0",
                                    std::string(511, 'a'),
                                    cursor + "0",
                                    cursor.substr(1),
                                    std::string("\0", 1),
                                    "'; DROP TABLE rooms"};
    for (std::size_t i = 0; i < cursor.size(); ++i) {
        std::string damaged = cursor;
        damaged[i] = damaged[i] == '1' ? '2' : '1';
        bad.push_back(damaged);
    }
    for (const std::string& each : bad) {
        std::string next;
        const Outcome outcome = store().listRooms(
            {name(""), 0, 0, 1, each}, [](const Room&) { return true; }, next);
        EXPECT_THAT(outcome, HasStatus(VUEDEO_E_INVALID)) << each;
        EXPECT_EQ(outcome.field, "cursor") << each;
    }
}

}  // namespace
}  // namespace vuedeo::store_test
