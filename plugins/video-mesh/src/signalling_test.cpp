// What happens on the realtime channel.
#include <vector>

#include "mesh_fixture.hpp"

namespace vuedeo::mesh {
namespace {

using nlohmann::json;

class Signalling : public MeshFixture {};

TEST_F(Signalling, NewcomerIsWelcomedAndTheOthersLearnOfIt) {
    open(1, "alice");
    open(2, "bob");
    const json welcome = fake.last(2);
    EXPECT_EQ(welcome["type"], "welcome");
    EXPECT_EQ(welcome["you"]["id"], "bob");
    EXPECT_EQ(welcome["max_participants"], 6);
    ASSERT_EQ(welcome["peers"].size(), 1U);
    EXPECT_EQ(welcome["peers"][0]["id"], "alice");
    EXPECT_EQ(welcome["peers"][0]["connection"], connection(1));
    const json joined = fake.last(1);
    EXPECT_EQ(joined["type"], "joined");
    EXPECT_EQ(joined["peer"]["id"], "bob");
    EXPECT_EQ(joined["peer"]["connection"], connection(2));
}

TEST_F(Signalling, RoomsAreApart) {
    open(1, "alice", "one");
    open(2, "bob", "two");
    EXPECT_TRUE(fake.last(2)["peers"].empty());
    mesh.onMessage(2, signal("alice", connection(1), "v=0"));
    EXPECT_EQ(fake.sent(1).size(), 1U);
}

TEST_F(Signalling, SignalReachesItsAddresseeOnly) {
    open(1, "alice");
    open(2, "bob");
    open(3, "carol");
    mesh.onMessage(3, signal("alice", connection(1), "v=0"));
    const json received = fake.last(1);
    EXPECT_EQ(received["type"], "signal");
    EXPECT_EQ(received["from"], "carol");
    EXPECT_EQ(received["connection"], connection(3));
    EXPECT_EQ(received["data"]["description"]["sdp"], "v=0");
    EXPECT_EQ(fake.sentCount(2, "signal"), 0U);
}

TEST_F(Signalling, StateIsSharedAndToldToNewcomers) {
    open(1, "alice");
    open(2, "bob");
    mesh.onMessage(1, R"({"type":"state","microphone":true,"camera":true,"screen":false})");
    EXPECT_EQ(fake.last(2)["type"], "state");
    EXPECT_EQ(fake.last(2)["id"], "alice");
    EXPECT_EQ(fake.last(2)["camera"], true);
    open(3, "carol");
    EXPECT_EQ(fake.last(3)["peers"][0]["microphone"], true);
}

TEST_F(Signalling, AnswersAPingToWhomeverAsked) {
    open(1, "alice");
    open(2, "bob");
    const std::size_t told = fake.sent(1).size();
    mesh.onMessage(2, R"({"type":"ping"})");
    EXPECT_EQ(fake.last(2)["type"], "pong");
    EXPECT_EQ(fake.sent(1).size(), told);
}

TEST_F(Signalling, LeavingDiffersFromALostConnection) {
    open(1, "alice");
    open(2, "bob");
    open(3, "carol");
    mesh.onMessage(2, R"({"type":"leave"})");
    EXPECT_EQ(fake.closed(2).code, kLeft);
    EXPECT_EQ(fake.last(1)["reason"], "left");
    mesh.onClose(2);
    mesh.onClose(3);
    EXPECT_EQ(fake.last(1)["id"], "carol");
    EXPECT_EQ(fake.last(1)["reason"], "dropped");
    EXPECT_EQ(fake.sentCount(1, "left"), 2U);
}

TEST_F(Signalling, SeventhInARoomOfSixIsTurnedAway) {
    for (uint64_t i = 1; i <= 6; ++i) open(i, "p" + std::to_string(i));
    open(7, "p7");
    EXPECT_EQ(fake.closed(7).code, kRoomFull);
    EXPECT_EQ(fake.closed(7).reason, "room is full");
    EXPECT_TRUE(fake.sent(7).empty());
    mesh.onMessage(7, R"({"type":"state","microphone":true,"camera":true,"screen":true})");
    mesh.onClose(7);
    EXPECT_EQ(fake.sentCount(1, "state") + fake.sentCount(1, "left"), 0U);
}

TEST_F(Signalling, ReloadReplacesTheOlderConnection) {
    create("room", 2);
    open(1, "alice");
    open(2, "bob");
    const int64_t before = connection(2);
    mesh.onMessage(2, R"({"type":"state","microphone":true,"camera":true,"screen":false})");
    open(3, "bob");
    EXPECT_EQ(fake.closed(2).code, kReplaced);
    EXPECT_EQ(fake.last(1)["type"], "joined");
    EXPECT_EQ(fake.last(1)["peer"]["id"], "bob");
    EXPECT_EQ(fake.last(1)["peer"]["camera"], true);
    EXPECT_GT(fake.last(1)["peer"]["connection"], before);

    const std::size_t told = fake.sent(1).size();
    mesh.onMessage(2, signal("alice", connection(1), "from the past"));
    mesh.onClose(2);
    EXPECT_EQ(fake.sent(1).size(), told) << "the replaced connection is heard no more";
    mesh.onMessage(1, signal("bob", before, "to the past"));
    EXPECT_EQ(fake.sentCount(3, "signal"), 0U);
    mesh.onMessage(1, signal("bob", connection(3), "to the present"));
    EXPECT_EQ(fake.sentCount(3, "signal"), 1U);
}

TEST_F(Signalling, EndedRoomSendsEverybodyOutAndLetsNobodyIn) {
    create("room");
    open(1, "alice");
    open(2, "bob");
    mesh.endRoom("room", call());
    EXPECT_EQ(fake.closed(1).code, kRoomEnded);
    EXPECT_EQ(fake.closed(2).code, kRoomEnded);
    mesh.onClose(1);
    open(3, "alice");
    EXPECT_EQ(fake.closed(3).code, kRoomEnded);
}

TEST_F(Signalling, RoomUnknownAfterARestartIsMadeForWhomTheHostLetIn) {
    open(1, "alice", "room", 2);
    open(2, "bob", "room", 2);
    EXPECT_EQ(fake.last(2)["max_participants"], 2);
    open(3, "carol", "room", 2);
    EXPECT_EQ(fake.closed(3).code, kRoomFull);
    EXPECT_EQ(create("room", 3)["max_participants"], 3) << "its terms arrive late";
    open(4, "carol", "room", 3);
    EXPECT_EQ(fake.last(4)["type"], "welcome");
    EXPECT_EQ(statusOf([&] { create("room", 3); }), VUEDEO_E_CONFLICT);
}

TEST_F(Signalling, ConnectionNumbersGrowOverARestart) {
    open(1, "alice");
    fake.nowMs += 1000;
    MeshVideo restarted(fake.host(), "{}");
    restarted.start(call());
    restarted.onOpen({9, "room", "alice", "alice", 0});
    EXPECT_GT(connection(9), connection(1));
}

TEST_F(Signalling, MalformedMessagesAreAnsweredAndTooManyEndTheConnection) {
    open(1, "alice");
    open(2, "bob");
    for (int i = 0; i < 10; ++i) mesh.onMessage(1, "{");
    EXPECT_EQ(fake.last(1)["type"], "error");
    EXPECT_EQ(fake.last(1)["code"], "malformed");
    EXPECT_EQ(fake.sentCount(1, "error"), 10U);
    EXPECT_EQ(fake.closed(1).code, 0U);
    mesh.onMessage(1, R"({"type":"shout"})");
    EXPECT_EQ(fake.closed(1).code, kAbuse);
    EXPECT_EQ(fake.last(2)["type"], "left");
    mesh.onMessage(1, R"({"type":"shout"})");
    EXPECT_EQ(fake.sentCount(1, "error"), 11U);
}

TEST_F(Signalling, ChannelMayEndWhileItIsBeingWelcomed) {
    fake.onSend = [&](uint64_t peer) {
        if (peer == 2) mesh.onClose(2);
    };
    open(1, "alice");
    open(2, "bob");
    EXPECT_EQ(fake.sentCount(1, "joined"), 1U);
    EXPECT_EQ(fake.last(1)["type"], "left") << "after it was told to have joined";
    EXPECT_EQ(json::parse(mesh.check(call()))["connected"], 1);
}

TEST_F(Signalling, HostMayReportTheEndFromInsideClose) {
    create("room");
    fake.onClose = [&](uint64_t peer) { mesh.onClose(peer); };
    open(1, "alice");
    open(2, "bob");
    open(3, "bob");
    mesh.endRoom("room", call());
    EXPECT_EQ(json::parse(mesh.check(call()))["connected"], 0);
    EXPECT_EQ(fake.sentCount(1, "left"), 0U);
}

TEST_F(Signalling, UnknownChannelsAreIgnored) {
    mesh.onMessage(99, "{}");
    mesh.onClose(99);
    EXPECT_TRUE(fake.sent(99).empty());
    EXPECT_TRUE(fake.logged().empty());
}

}  // namespace
}  // namespace vuedeo::mesh
