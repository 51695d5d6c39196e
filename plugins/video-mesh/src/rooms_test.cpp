// The provider's calls: rooms, admission, presence, health.
#include "mesh_fixture.hpp"

namespace vuedeo::mesh {
namespace {

using nlohmann::json;

class MeshRooms : public MeshFixture {
protected:
    using MeshFixture::MeshFixture;
    vuedeo_status find(std::string_view name) {
        return statusOf([&] { mesh.findRoom(name, call()); });
    }
};

TEST_F(MeshRooms, CreatedRoomIsFound) {
    const json room = create("room", 3, fake.nowMs + 1000);
    EXPECT_EQ(room["name"], "room");
    EXPECT_EQ(room["max_participants"], 3);
    EXPECT_EQ(room["expires_at"], fake.nowMs + 1000);
    EXPECT_EQ(json::parse(mesh.findRoom("room", call())), room);
    EXPECT_EQ(find("other"), VUEDEO_E_NOT_FOUND);
}

TEST_F(MeshRooms, NameIsTakenWhileTheRoomIsOpen) {
    create("room");
    EXPECT_EQ(statusOf([&] { create("room"); }), VUEDEO_E_CONFLICT);
    mesh.endRoom("room", call());
    EXPECT_EQ(statusOf([&] { create("room"); }), VUEDEO_OK);
}

TEST_F(MeshRooms, ImpossibleTermsAreRefusedByName) {
    try {
        create("room", 17);
        FAIL() << "17 people in a mesh";
    } catch (const Error& error) {
        EXPECT_EQ(error.field(), "max_participants");
    }
    EXPECT_EQ(statusOf([&] { create("room", 0, fake.nowMs); }), VUEDEO_E_INVALID);
    EXPECT_EQ(statusOf([&] {
                  mesh.createRoom({"room", 0, 0, R"({"x":1})"}, call());
              }),
              VUEDEO_E_INVALID);
    EXPECT_EQ(statusOf([&] { mesh.createRoom({"room", 0, 0, "{"}, call()); }), VUEDEO_E_INVALID);
    EXPECT_EQ(find("room"), VUEDEO_E_NOT_FOUND);
}

TEST_F(MeshRooms, EndedRoomIsGone) {
    create("room");
    mesh.endRoom("room", call());
    EXPECT_EQ(find("room"), VUEDEO_E_NOT_FOUND);
    EXPECT_EQ(statusOf([&] { admit("room", "alice"); }), VUEDEO_E_NOT_FOUND);
    EXPECT_EQ(statusOf([&] { mesh.endRoom("room", call()); }), VUEDEO_E_NOT_FOUND);
}

TEST_F(MeshRooms, RoomExpiresByTheClock) {
    create("room", 0, fake.nowMs + 1000);
    fake.nowMs += 999;
    EXPECT_EQ(find("room"), VUEDEO_OK);
    fake.nowMs += 1;
    EXPECT_EQ(find("room"), VUEDEO_E_NOT_FOUND);
    EXPECT_EQ(statusOf([&] { admit("room", "alice"); }), VUEDEO_E_NOT_FOUND);
    open(1, "alice");
    EXPECT_EQ(fake.closed(1).code, kRoomEnded);
}

TEST_F(MeshRooms, EndingAnExpiredRoomSendsOutWhoStillTalksInIt) {
    create("room", 0, fake.nowMs + 1000);
    open(1, "alice");
    fake.nowMs += 1000;
    mesh.endRoom("room", call());
    EXPECT_EQ(fake.closed(1).code, kRoomEnded);
    EXPECT_EQ(statusOf([&] { mesh.endRoom("room", call()); }), VUEDEO_E_NOT_FOUND);
}

TEST_F(MeshRooms, AdmissionTellsIceServersAndSize) {
    create("room");
    EXPECT_EQ(admit("room", "alice"),
              json({{"ice_servers", json::array()}, {"max_participants", 6}}));
    EXPECT_EQ(statusOf([&] { admit("other", "alice"); }), VUEDEO_E_NOT_FOUND);
}

TEST_F(MeshRooms, FullRoomAdmitsNobodyButThosePresent) {
    create("room", 2);
    open(1, "alice");
    EXPECT_EQ(statusOf([&] { admit("room", "bob"); }), VUEDEO_OK);
    open(2, "bob");
    EXPECT_EQ(statusOf([&] { admit("room", "carol"); }), VUEDEO_E_CONFLICT);
    EXPECT_EQ(statusOf([&] { admit("room", "alice"); }), VUEDEO_OK);
    mesh.onClose(2);
    EXPECT_EQ(statusOf([&] { admit("room", "carol"); }), VUEDEO_OK);
}

TEST_F(MeshRooms, PresenceListsWhoIsThere) {
    create("room");
    EXPECT_EQ(mesh.presence("room", call()), R"({"participants":[]})");
    open(1, "alice");
    const json present = json::parse(mesh.presence("room", call()));
    EXPECT_EQ(present["participants"][0],
              json({{"id", "alice"}, {"name", "alice"}, {"joined_at", fake.nowMs.load()}}));
}

TEST_F(MeshRooms, HealthCountsRoomsAndConnections) {
    create("room");
    open(1, "alice");
    const json health = json::parse(mesh.check(call()));
    EXPECT_EQ(health["rooms"], 1);
    EXPECT_EQ(health["connected"], 1);
}

class FewMeshRooms : public MeshRooms {
protected:
    FewMeshRooms() : MeshRooms(R"({"max_rooms": 3})") {}
};

TEST_F(FewMeshRooms, LongestEmptyRoomMakesPlace) {
    for (const char* name : {"a", "b", "c"}) {
        create(name);
        fake.nowMs += 10;
    }
    open(1, "alice", "a");
    create("d");
    EXPECT_EQ(find("a"), VUEDEO_OK) << "somebody is in it";
    EXPECT_EQ(find("b"), VUEDEO_E_NOT_FOUND);
    EXPECT_EQ(find("c"), VUEDEO_OK);
}

TEST_F(FewMeshRooms, InhabitedRoomsAreNeverGivenUp) {
    open(1, "alice", "a");
    open(2, "bob", "b");
    open(3, "carol", "c");
    EXPECT_EQ(statusOf([&] { create("d"); }), VUEDEO_E_LIMITED);
    open(4, "dave", "d");
    EXPECT_EQ(fake.closed(4).code, kTooManyRooms);
    mesh.onClose(4);
    mesh.onClose(1);
    EXPECT_EQ(statusOf([&] { create("d"); }), VUEDEO_OK);
}

class TurnMesh : public MeshRooms {
protected:
    TurnMesh() : MeshRooms(R"({"turn_urls": ["turn:t"], "turn_secret": "very secret"})") {}
};

TEST_F(TurnMesh, SecretReachesNeitherBrowserNorAdministratorNorLog) {
    create("room");
    const json session = admit("room", "alice");
    EXPECT_EQ(session["ice_servers"][0]["username"], "1700043200:alice");
    open(1, "alice");
    const std::string all =
        session.dump() + mesh.check(call()) + fake.last(1).dump() + fake.logged();
    EXPECT_EQ(all.find("very secret"), std::string::npos);
}

TEST(MeshVideo, CanBeCreatedJustToCheckAConfiguration) {
    FakeHost fake;
    EXPECT_NO_THROW(MeshVideo(fake.host(), "{}"));
    EXPECT_THROW(MeshVideo(fake.host(), R"({"max_participants": 1})"), Error);
}

}  // namespace
}  // namespace vuedeo::mesh
