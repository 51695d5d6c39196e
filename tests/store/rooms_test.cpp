#include "fixture.hpp"

namespace vuedeo::store_test {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class Rooms : public StoreTest {
protected:
    Room roomOf(const std::string& roomName, int64_t createdAt = kNow) {
        Room room;
        room.name = roomName;
        room.createdAt = createdAt;
        return room;
    }
    Participant participantOf(const std::string& id, const std::string& displayName) {
        Participant participant;
        participant.room = name();
        participant.id = id;
        participant.name = displayName;
        participant.joinedAt = kNow;
        return participant;
    }
};

TEST_F(Rooms, AreFoundAsTheyWereSaved) {
    Room saved{name(),
               "video-mesh",
               R"({"url":"https://example.org/ü"})",
               12,
               kNow,
               kNow + kDay,
               kNow + kHour,
               0,
               0,
               0};
    ASSERT_THAT(store().saveRoom(saved), Succeeds());
    reopen();
    const Room found = room(name());
    EXPECT_EQ(found.name, saved.name);
    EXPECT_EQ(found.provider, saved.provider);
    EXPECT_EQ(found.providerJson, saved.providerJson);
    EXPECT_EQ(found.maxParticipants, 12U);
    EXPECT_EQ(found.createdAt, kNow);
    EXPECT_EQ(found.expiresAt, kNow + kDay);
    EXPECT_EQ(found.endedAt, kNow + kHour);
    EXPECT_EQ(found.lastSampleAt, 0);
    EXPECT_EQ(found.participantCount, 0U);
}

TEST_F(Rooms, AreReplacedWhenSavedAgainAndKeepTheirSamples) {
    append({sampleOf(name(), "anna", kNow + 5)});
    ASSERT_THAT(store().saveRoom(roomOf(name())), Succeeds());
    Room ended = roomOf(name());
    ended.endedAt = kNow + 9;
    ended.provider = "video-daily";
    ASSERT_THAT(store().saveRoom(ended), Succeeds());
    const Room found = room(name());
    EXPECT_EQ(found.endedAt, kNow + 9);
    EXPECT_EQ(found.provider, "video-daily");
    EXPECT_EQ(found.lastSampleAt, kNow + 5);
    EXPECT_EQ(found.participantCount, 1U);
    EXPECT_THAT(samples(name()), SizeIs(1));
}

TEST_F(Rooms, AppearThroughSamplesAlone) {
    append({sampleOf(name(), "anna", kNow), sampleOf(name(), "bert", kNow + 7)});
    const Room found = room(name());
    EXPECT_EQ(found.provider, "");
    EXPECT_EQ(found.lastSampleAt, kNow + 7);
    EXPECT_EQ(found.participantCount, 2U);
}

TEST_F(Rooms, AreNotFoundBeforeAnythingIsKnownOfThem) {
    Room found;
    EXPECT_THAT(store().findRoom(name(), found), HasStatus(VUEDEO_E_NOT_FOUND));
}

TEST_F(Rooms, AreRefusedWithABadName) {
    for (const std::string& bad : {std::string(), std::string("a b"), std::string("ä"),
                                   std::string("a/b"), std::string(129, 'r')})
        EXPECT_THAT(store().saveRoom(roomOf(bad)), HasStatus(VUEDEO_E_INVALID)) << bad;
}

TEST_F(Rooms, ListTheirParticipantsInTheOrderInWhichTheyCame) {
    ASSERT_THAT(store().saveParticipant(participantOf("z", "Zoë")), Succeeds());
    append({sampleOf(name(), "m", kNow)});
    ASSERT_THAT(store().saveParticipant(participantOf("a", "Zoë")), Succeeds());
    append({sampleOf(name(), "z", kNow + 2), sampleOf(name(), "z", kNow + 1)});
    const auto found = participants(name());
    ASSERT_THAT(found, SizeIs(3));
    EXPECT_EQ(found[0].id, "z");
    EXPECT_EQ(found[0].name, "Zoë");
    EXPECT_EQ(found[0].joinedAt, kNow);
    EXPECT_EQ(found[0].firstSampleAt, kNow + 1);
    EXPECT_EQ(found[0].lastSampleAt, kNow + 2);
    EXPECT_EQ(found[0].sampleCount, 2U);
    EXPECT_EQ(found[1].id, "m");
    EXPECT_EQ(found[1].joinedAt, 0);
    EXPECT_EQ(found[2].id, "a");
    EXPECT_EQ(found[2].name, "Zoë");
    EXPECT_EQ(found[2].firstSampleAt, 0);
    EXPECT_EQ(room(name()).participantCount, 3U);
}

TEST_F(Rooms, KeepAParticipantWhoComesBackUnderANewName) {
    ASSERT_THAT(store().saveParticipant(participantOf("a", "Anna")), Succeeds());
    Participant again = participantOf("a", "Anne");
    again.joinedAt = kNow + kHour;
    ASSERT_THAT(store().saveParticipant(again), Succeeds());
    const auto found = participants(name());
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].name, "Anne");
    EXPECT_EQ(found[0].joinedAt, kNow);
}

TEST_F(Rooms, KeepTheNameAndTheTimeOfAParticipantSavedWithoutThem) {
    append({sampleOf(name(), "a", kNow)});
    ASSERT_THAT(store().saveParticipant(participantOf("a", "Anna")), Succeeds());
    Participant nameless = participantOf("a", "");
    nameless.joinedAt = 0;
    ASSERT_THAT(store().saveParticipant(nameless), Succeeds());
    ASSERT_THAT(store().saveParticipant(participantOf("b", "")), Succeeds());
    const auto found = participants(name());
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(found[0].name, "Anna");
    EXPECT_EQ(found[0].joinedAt, kNow);
    EXPECT_EQ(found[1].name, "");
}

TEST_F(Rooms, KnowWhenPeopleCameAndLeftInWhateverOrderTheyAreTold) {
    const auto visit = [this](int64_t joinedAt, int64_t leftAt) {
        Participant participant = participantOf("a", "Anna");
        participant.joinedAt = joinedAt;
        participant.leftAt = leftAt;
        ASSERT_THAT(store().saveParticipant(participant), Succeeds());
    };
    ASSERT_THAT(store().saveRoom(roomOf(name())), Succeeds());
    EXPECT_EQ(room(name()).activeAt, kNow);
    visit(0, kNow + 90);
    EXPECT_EQ(participants(name())[0].joinedAt, 0);
    EXPECT_EQ(participants(name())[0].leftAt, kNow + 90);
    EXPECT_EQ(room(name()).activeAt, kNow + 90);
    visit(kNow + 60, 0);  // came back, and was told of last
    visit(kNow + 10, 0);
    visit(0, kNow + 20);
    visit(kNow + 60, kNow + 90);
    const auto found = participants(name());
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].joinedAt, kNow + 10);
    EXPECT_EQ(found[0].leftAt, kNow + 90);
    EXPECT_EQ(found[0].sampleCount, 0U);
    EXPECT_EQ(room(name()).activeAt, kNow + 90);
}

TEST_F(Rooms, AreActiveAsLateAsTheLatestThingThatIsKnownOfThem) {
    Participant late = participantOf("a", "Anna");
    late.joinedAt = kNow + 50;
    ASSERT_THAT(store().saveParticipant(late), Succeeds());
    EXPECT_EQ(room(name()).activeAt, kNow + 50);
    append({sampleOf(name(), "a", kNow + 40)});
    EXPECT_EQ(room(name()).activeAt, kNow + 50);
    append({sampleOf(name(), "a", kNow + 70)});
    EXPECT_EQ(room(name()).activeAt, kNow + 70);
    ASSERT_THAT(store().saveRoom(roomOf(name(), kNow + 1)), Succeeds());
    EXPECT_EQ(room(name()).activeAt, kNow + 70);
}

TEST_F(Rooms, HaveNoParticipantsSeriesOrSamplesBeforeTheyAreKnown) {
    const auto outcomes = [&] {
        std::vector<Participant> found;
        return std::vector<Outcome>{
            store().listParticipants(name(), found),
            store().series({name(), "", kNow, kNow + kHour, kHour, {kSendBps}},
                           [](const Bucket&) { return true; }),
            store().samples({name(), "", kNow, kNow + kHour}, [](const Sample&) { return true; })};
    };
    EXPECT_THAT(outcomes(), Each(HasStatus(VUEDEO_E_NOT_FOUND)));
    ASSERT_THAT(store().saveRoom(roomOf(name())), Succeeds());
    EXPECT_THAT(outcomes(), Each(Succeeds()));
    EXPECT_THAT(participants(name()), IsEmpty());
    EXPECT_THAT(samples(name()), IsEmpty());
    EXPECT_THAT(samples(name(), kNow, kNow + kHour, "nobody"), IsEmpty());
}

TEST_F(Rooms, AreMadeWithTheirFirstParticipant) {
    ASSERT_THAT(store().saveParticipant(participantOf("a", "Anna")), Succeeds());
    EXPECT_EQ(room(name()).participantCount, 1U);
}

TEST_F(Rooms, RefuseAParticipantWithABadNameOrId) {
    EXPECT_THAT(store().saveParticipant(participantOf("", "Anna")), HasStatus(VUEDEO_E_INVALID));
    EXPECT_THAT(store().saveParticipant(participantOf("a\xc3", "Anna")),
                HasStatus(VUEDEO_E_INVALID));
    EXPECT_THAT(store().saveParticipant(participantOf("a", "\xed\xa0\x80")),
                HasStatus(VUEDEO_E_INVALID));
    EXPECT_THAT(store().saveParticipant(participantOf("a", std::string("\0", 1))),
                HasStatus(VUEDEO_E_INVALID));
    Room found;
    EXPECT_THAT(store().findRoom(name(), found), HasStatus(VUEDEO_E_NOT_FOUND));
}

TEST_F(Rooms, AreFoundByAPartOfTheirNameInAnyCase) {
    const std::string unique = name("");
    ASSERT_THAT(store().saveRoom(roomOf(unique + "Weekly-Standup")), Succeeds());
    ASSERT_THAT(store().saveRoom(roomOf(unique + "other")), Succeeds());
    EXPECT_THAT(roomNames({unique + "wEEKLY"}), ElementsAre(unique + "Weekly-Standup"));
    EXPECT_THAT(roomNames({unique}), SizeIs(2));
    EXPECT_THAT(roomNames({unique + "weeklystandup"}), IsEmpty());
}

TEST_F(Rooms, AreFoundByAPartOfAParticipantsName) {
    const std::string who = "Zoë " + name("");
    ASSERT_THAT(store().saveParticipant(participantOf("a", who)), Succeeds());
    ASSERT_THAT(store().saveParticipant(participantOf("b", who)), Succeeds());
    EXPECT_THAT(roomNames({"oë " + name("")}), ElementsAre(name()));
}

TEST_F(Rooms, TreatWildcardsInASearchAsLetters) {
    const std::string unique = name("");
    ASSERT_THAT(store().saveRoom(roomOf(unique + "a_b")), Succeeds());
    ASSERT_THAT(store().saveRoom(roomOf(unique + "axb")), Succeeds());
    ASSERT_THAT(store().saveParticipant(participantOf("p", unique + R"(100%\o/)")), Succeeds());
    EXPECT_THAT(roomNames({unique + "a_b"}), ElementsAre(unique + "a_b"));
    EXPECT_THAT(roomNames({unique + "%"}), IsEmpty());
    EXPECT_THAT(roomNames({unique + R"(100%\)"}), ElementsAre(name()));
    EXPECT_THAT(roomNames({unique + R"(\a)"}), IsEmpty());
    EXPECT_THAT(roomNames({unique + "' OR '1'='1"}), IsEmpty());
}

TEST_F(Rooms, AreFoundByTheTimeOfTheirCreationOrOfASample) {
    const std::string unique = name("");
    ASSERT_THAT(store().saveRoom(roomOf(unique + "old", kNow - 10 * kDay)), Succeeds());
    ASSERT_THAT(store().saveRoom(roomOf(unique + "new", kNow)), Succeeds());
    append({sampleOf(unique + "old", "anna", kNow - 8 * kDay),
            sampleOf(unique + "old", "anna", kNow - 2 * kDay)});
    const auto between = [&](int64_t from, int64_t to) { return roomNames({unique, from, to}); };
    EXPECT_THAT(between(kNow, kNow + 1), ElementsAre(unique + "new"));
    EXPECT_THAT(between(kNow - 1, kNow), IsEmpty());
    EXPECT_THAT(between(kNow - 10 * kDay, kNow - 10 * kDay + 1), ElementsAre(unique + "old"));
    EXPECT_THAT(between(kNow - 8 * kDay, kNow - 8 * kDay + 1), ElementsAre(unique + "old"));
    EXPECT_THAT(between(kNow - 7 * kDay, kNow - 3 * kDay), IsEmpty());
    EXPECT_THAT(between(kNow - 9 * kDay, kNow + 1),
                UnorderedElementsAre(unique + "old", unique + "new"));
    reopen();
    EXPECT_THAT(between(kNow - 7 * kDay, kNow - 3 * kDay), IsEmpty());
    EXPECT_THAT(between(kNow - 2 * kDay, kNow - kDay), ElementsAre(unique + "old"));
}

TEST_F(Rooms, AreListedUntilTheVisitorStops) {
    const std::string unique = name("");
    for (const char* suffix : {"a", "b", "c"})
        ASSERT_THAT(store().saveRoom(roomOf(unique + suffix)), Succeeds());
    std::size_t seen = 0;
    std::string next;
    EXPECT_THAT(store().listRooms(
                    {unique}, [&](const Room&) { return ++seen < 2; }, next),
                Succeeds());
    EXPECT_EQ(seen, 2U);
}

}  // namespace
}  // namespace vuedeo::store_test
