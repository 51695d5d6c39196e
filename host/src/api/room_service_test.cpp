#include "api/room_service.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "api/responses.hpp"
#include "http/problem.hpp"

namespace vuedeo::api {
namespace {

using plugins::RoomRecord;

// A ready plugin whose one interface is a table of the test's.
class FakePlugin : public plugins::Plugin {
public:
    FakePlugin(std::string id, plugins::Kind kind, const void* table, void* self)
        : table_(table), self_(self), lane_(id, 2, 16) {
        manifest_.id = std::move(id);
        manifest_.kind = kind;
    }
    const plugins::Manifest& manifest() const noexcept override { return manifest_; }
    plugins::State state() const noexcept override { return plugins::State::kReady; }
    std::string reason() const override { return ""; }
    std::chrono::milliseconds deadline() const noexcept override { return std::chrono::seconds(5); }
    plugins::Lane& lane() noexcept override { return lane_; }
    plugins::CallCounters counters() const noexcept override { return {}; }
    plugins::Latencies latencies() const noexcept override { return {}; }
    plugins::PluginReport report() const override { return {}; }
    const void* findInterface(const char*) const noexcept override { return table_; }
    void* self() const noexcept override { return self_; }
    void call(const plugins::CallScope&, Body body) override {
        vuedeo_call call{};
        call.size = sizeof call;
        vuedeo_error error{};
        error.size = sizeof error;
        const vuedeo_status status = body(call, error);
        if (status != VUEDEO_OK) throw plugins::PluginError(manifest_.id, status, "fake");
    }
    bool notify(plugins::FunctionRef<void()> body) noexcept override {
        body();
        return true;
    }

private:
    const void* table_;
    void* self_;
    plugins::Manifest manifest_{};
    plugins::Lane lane_;
};

std::string text(vuedeo_str s) {
    return {s.data == nullptr ? "" : s.data, static_cast<std::size_t>(s.size)};
}

// A provider that remembers names, and may be told to be full.
struct FakeProvider {
    std::map<std::string, int> rooms;  // name -> times created
    bool full = false;
    bool lastWasOwner = false;
    std::function<vuedeo_status()> onAdmit;  // if set, answers instead

    static FakeProvider& of(void* self) { return *static_cast<FakeProvider*>(self); }
    static vuedeo_status create(void* self, const vuedeo_room_request* request, const vuedeo_call*,
                                const vuedeo_sink* out, vuedeo_error*) {
        if (!of(self).rooms.emplace(text(request->name), 1).second) return VUEDEO_E_CONFLICT;
        out->append(out->ctx, "{}", 2);
        return VUEDEO_OK;
    }
    static vuedeo_status find(void* self, vuedeo_str name, const vuedeo_call*,
                              const vuedeo_sink* out, vuedeo_error*) {
        if (of(self).rooms.count(text(name)) == 0) return VUEDEO_E_NOT_FOUND;
        out->append(out->ctx, "{}", 2);
        return VUEDEO_OK;
    }
    static vuedeo_status end(void* self, vuedeo_str name, const vuedeo_call*, vuedeo_error*) {
        return of(self).rooms.erase(text(name)) == 1 ? VUEDEO_OK : VUEDEO_E_NOT_FOUND;
    }
    static vuedeo_status admit(void* self, const vuedeo_admission* admission, const vuedeo_call*,
                               const vuedeo_sink* out, vuedeo_error*) {
        if (const auto answer = of(self).onAdmit) return answer();
        if (of(self).rooms.count(text(admission->room)) == 0) return VUEDEO_E_NOT_FOUND;
        if (of(self).full) return VUEDEO_E_CONFLICT;
        of(self).lastWasOwner = (admission->flags & VUEDEO_ADMIT_OWNER) != 0;
        out->append(out->ctx, "{}", 2);
        return VUEDEO_OK;
    }
    static vuedeo_status present(void* self, vuedeo_str name, const vuedeo_call*,
                                 const vuedeo_sink* out, vuedeo_error*) {
        if (of(self).rooms.count(text(name)) == 0) return VUEDEO_E_NOT_FOUND;
        const std::string list = R"({"participants":[{"id":"p","name":"Ada","joined_at":1}]})";
        out->append(out->ctx, list.data(), list.size());
        return VUEDEO_OK;
    }
    vuedeo_video_provider_1 table = {sizeof table, 0,       create,  find,   end,
                                     admit,        nullptr, present, nullptr};
};

// A store that remembers rooms and names, and may be away.
struct FakeStore {
    std::map<std::string, RoomRecord> rooms;
    std::map<std::string, std::string> participants;  // id -> display name
    bool away = false;

    static FakeStore& of(void* self) { return *static_cast<FakeStore*>(self); }
    static vuedeo_status saveRoom(void* self, const vuedeo_room* room, const vuedeo_call*,
                                  vuedeo_error*) {
        if (of(self).away) return VUEDEO_E_UNAVAILABLE;
        RoomRecord& record = of(self).rooms[text(room->name)];
        record.name = text(room->name);
        record.provider = text(room->provider);
        record.providerJson = text(room->provider_json);
        record.createdAtMs = room->created_at_ms;
        record.expiresAtMs = room->expires_at_ms;
        record.endedAtMs = room->ended_at_ms;
        return VUEDEO_OK;
    }
    static vuedeo_status findRoom(void* self, vuedeo_str name, const vuedeo_call*,
                                  const vuedeo_room_visitor* visitor, vuedeo_error*) {
        if (of(self).away) return VUEDEO_E_UNAVAILABLE;
        const auto found = of(self).rooms.find(text(name));
        if (found == of(self).rooms.end()) return VUEDEO_E_NOT_FOUND;
        const RoomRecord& record = found->second;
        vuedeo_room room{};
        room.size = sizeof room;
        room.name = {record.name.data(), record.name.size()};
        room.provider = {record.provider.data(), record.provider.size()};
        room.provider_json = {record.providerJson.data(), record.providerJson.size()};
        room.created_at_ms = record.createdAtMs;
        room.expires_at_ms = record.expiresAtMs;
        room.ended_at_ms = record.endedAtMs;
        room.last_sample_at_ms = record.lastSampleAtMs;
        visitor->visit(visitor->ctx, &room);
        return VUEDEO_OK;
    }
    static vuedeo_status saveParticipant(void* self, const vuedeo_participant* participant,
                                         const vuedeo_call*, vuedeo_error*) {
        if (of(self).away) return VUEDEO_E_UNAVAILABLE;
        of(self).participants[text(participant->id)] = text(participant->display_name);
        return VUEDEO_OK;
    }
    vuedeo_metrics_store_1 table = [] {
        vuedeo_metrics_store_1 t{};
        t.size = sizeof t;
        t.save_room = saveRoom;
        t.find_room = findRoom;
        t.save_participant = saveParticipant;
        return t;
    }();
};

class RoomServiceTest : public ::testing::Test {
protected:
    int problemOf(const std::function<void()>& action) {
        try {
            action();
        } catch (const http::Problem& problem) {
            return problem.status();
        }
        return 0;
    }
    RoomService::Wish named(const std::string& name) {
        RoomService::Wish wish;
        wish.name = name;
        return wish;
    }

    FakeProvider provider_;
    FakeStore store_;
    FakePlugin videoPlugin_{"video-fake", plugins::Kind::kVideoProvider, &provider_.table,
                            &provider_};
    FakePlugin storePlugin_{"store-fake", plugins::Kind::kMetricsStore, &store_.table, &store_};
    rooms::TokenSigner tokens_{"secret"};
    config::Rooms settings_;
    RoomService service_{plugins::VideoClient(videoPlugin_), plugins::StoreClient(storePlugin_),
                         tokens_, settings_};
};

TEST_F(RoomServiceTest, CreatesAtProviderAndInStore) {
    const RoomRecord room = service_.create({}, {});
    EXPECT_EQ(provider_.rooms.count(room.name), 1U);
    EXPECT_EQ(store_.rooms.at(room.name).provider, "video-fake");
    EXPECT_TRUE(service_.isOpen(room, nowMs()));
}

TEST_F(RoomServiceTest, RefusesTheNameOfAnOpenRoomButNotOfAnEndedOne) {
    service_.create(named("blue"), {});
    EXPECT_EQ(problemOf([&] { service_.create(named("blue"), {}); }), 409);
    service_.end("blue", {});
    EXPECT_EQ(problemOf([&] { service_.create(named("blue"), {}); }), 0);
}

TEST_F(RoomServiceTest, CreatesAnewWhatExpiredHereThoughTheProviderStillHoldsIt) {
    service_.create(named("blue"), {});
    store_.rooms["blue"].createdAtMs -= 25LL * 3600 * 1000;
    EXPECT_EQ(problemOf([&] { service_.create(named("blue"), {}); }), 0);
}

TEST_F(RoomServiceTest, LeavesNoRoomBehindWhenTheStoreIsAway) {
    store_.away = true;
    EXPECT_THROW(service_.create(named("blue"), {}), plugins::PluginError);
    EXPECT_TRUE(provider_.rooms.empty());
}

TEST_F(RoomServiceTest, LivesForADayAfterItsLastSample) {
    RoomRecord room = service_.create({}, {});
    const int64_t day = 24LL * 3600 * 1000;
    EXPECT_FALSE(service_.isOpen(room, room.createdAtMs + day + 1));
    room.lastSampleAtMs = room.createdAtMs + day;
    EXPECT_TRUE(service_.isOpen(room, room.createdAtMs + day + 1));
    EXPECT_FALSE(service_.isOpen(room, room.createdAtMs + 2 * day + 1));
    room.activeAtMs = room.createdAtMs + 2 * day;  // people came who sent no samples
    EXPECT_TRUE(service_.isOpen(room, room.createdAtMs + 2 * day + 1));
    room.expiresAtMs = room.createdAtMs + 1000;
    EXPECT_FALSE(service_.isOpen(room, room.createdAtMs + 1001));
}

TEST_F(RoomServiceTest, AdmitsWithATokenAndRemembersTheName) {
    service_.create(named("blue"), {});
    const auto joined = service_.join("blue", {"Ada", {}, {}}, {});
    const rooms::Claims claims = tokens_.verify(joined.token, nowMs());
    EXPECT_EQ(claims.room, "blue");
    EXPECT_EQ(store_.participants.at(claims.participantId), "Ada");
}

TEST_F(RoomServiceTest, KeepsTheParticipantOfAnEarlierToken) {
    service_.create(named("blue"), {});
    const auto first = service_.join("blue", {"Ada", {}, {}}, {});
    const auto again = service_.join("blue", {"Ada L.", first.claims, {}}, {});
    EXPECT_EQ(again.claims.participantId, first.claims.participantId);
    EXPECT_EQ(store_.participants.at(again.claims.participantId), "Ada L.");
}

TEST_F(RoomServiceTest, AdmitsWhoeverBringsTheRoomsOwnTokenAsItsOwner) {
    const RoomRecord blue = service_.create(named("blue"), {});
    const std::string token = service_.ownerToken(blue);
    const auto isOwner = [&](const std::string& ownerToken) {
        const bool told = service_.join("blue", {"Ada", {}, ownerToken}, {}).isOwner;
        EXPECT_EQ(provider_.lastWasOwner, told);
        return told;
    };
    EXPECT_TRUE(isOwner(token));
    EXPECT_FALSE(isOwner(""));
    EXPECT_FALSE(isOwner(token + "x"));
    EXPECT_FALSE(isOwner(service_.join("blue", {"Ada", {}, token}, {}).token));
    EXPECT_FALSE(isOwner(service_.ownerToken(service_.create(named("red"), {}))));
    store_.rooms.at("blue").createdAtMs += 1;
    EXPECT_FALSE(isOwner(token)) << "a later room of this name is another one";
}

TEST_F(RoomServiceTest, TellsNoMeetingsOfAProviderThatDoesNot) {
    service_.create(named("blue"), {});
    EXPECT_EQ(service_.meetings("blue", {}), std::nullopt);
    EXPECT_EQ(problemOf([&] { service_.meetings("none", {}); }), 404);
}

TEST_F(RoomServiceTest, TellsUnknownEndedAndFullRoomsApart) {
    EXPECT_EQ(problemOf([&] { service_.join("none", {"Ada", {}, {}}, {}); }), 404);
    service_.create(named("blue"), {});
    provider_.full = true;
    EXPECT_EQ(problemOf([&] { service_.join("blue", {"Ada", {}, {}}, {}); }), 409);
    service_.end("blue", {});
    EXPECT_EQ(problemOf([&] { service_.join("blue", {"Ada", {}, {}}, {}); }), 410);
    EXPECT_EQ(problemOf([&] { service_.end("none", {}); }), 404);
}

TEST_F(RoomServiceTest, TellsAProviderThatForgotTheRoomOfItAgain) {
    service_.create(named("blue"), {});
    provider_.rooms.clear();
    EXPECT_EQ(problemOf([&] { service_.join("blue", {"Ada", {}, {}}, {}); }), 0);
    EXPECT_EQ(provider_.rooms.count("blue"), 1U);
}

TEST_F(RoomServiceTest, DisturbsNobodyWhoWasFasterToTellAForgetfulProvider) {
    service_.create(named("blue"), {});
    provider_.rooms.clear();
    provider_.onAdmit = [this] {  // somebody else joins between the refusal and the new room
        provider_.onAdmit = nullptr;
        provider_.rooms.emplace("blue", 2);
        return VUEDEO_E_NOT_FOUND;
    };
    EXPECT_EQ(problemOf([&] { service_.join("blue", {"Ada", {}, {}}, {}); }), 0);
    EXPECT_EQ(provider_.rooms.at("blue"), 2) << "the room that others are in was made anew";
}

TEST_F(RoomServiceTest, AsksTheProviderWhoIsInARoomThatItHolds) {
    const std::string nobody = R"({"participants":[]})";
    service_.create(named("blue"), {});
    EXPECT_NE(service_.presence("blue", {}), nobody);
    provider_.rooms.clear();
    EXPECT_EQ(service_.presence("blue", {}), nobody) << "it forgot the room in a restart";
    service_.end("blue", {});
    provider_.rooms.emplace("blue", 1);
    EXPECT_EQ(service_.presence("blue", {}), nobody) << "the room has ended";
    EXPECT_EQ(problemOf([&] { service_.presence("none", {}); }), 404);
}

TEST_F(RoomServiceTest, LetsPeopleJoinWhileTheStoreIsAway) {
    service_.create(named("blue"), {});
    store_.away = true;
    EXPECT_EQ(problemOf([&] { service_.join("blue", {"Ada", {}, {}}, {}); }), 0);
    EXPECT_EQ(problemOf([&] { service_.join("none", {"Ada", {}, {}}, {}); }), 404);
}

}  // namespace
}  // namespace vuedeo::api
