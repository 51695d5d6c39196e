#include "plugins/clients.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <utility>

#include "plugins/registry.hpp"
#include "plugins/testing/test_setup.hpp"

namespace vuedeo::plugins {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryFolder;

class RecordingChannel : public RealtimeChannel {
public:
    vuedeo_status send(uint64_t peer, std::string_view message) override {
        sent.emplace_back(peer, message);
        return VUEDEO_OK;
    }
    void close(uint64_t, uint32_t, std::string_view) override {}
    std::vector<std::pair<uint64_t, std::string>> sent;
};

class RecordingEvents : public RoomEventSink {
public:
    void participantJoined(const std::string& provider, const vuedeo_room_visit& visit) override {
        if (status != VUEDEO_OK) throw PluginError(provider, status, "not now");
        joined +=
            provider + " " + std::string(visit.participant_id.data, visit.participant_id.size);
    }
    void participantLeft(const std::string&, const vuedeo_room_visit& visit) override {
        left += std::string(visit.participant_id.data, visit.participant_id.size);
    }
    void findRoom(const std::string& provider, std::string_view room) override {
        if (room != "r1") throw PluginError(provider, VUEDEO_E_NOT_FOUND, "no such room");
    }
    vuedeo_status status = VUEDEO_OK;
    std::string joined;
    std::string left;
};

class ClientTest : public ::testing::Test {
protected:
    void SetUp() override { registry_.start(); }

    // The error of an action that must fail.
    template <class Action>
    static PluginError errorOf(const Action& action) {
        try {
            action();
        } catch (const PluginError& e) {
            return e;
        }
        throw std::logic_error("nothing was thrown");
    }
    PluginError errorOfRoom(const std::string& name) {
        return errorOf([&] { create(name); });
    }
    std::string create(const std::string& name) {
        RoomRecord room;
        room.name = name;
        return video_.createRoom(room, "{}", {});
    }
    StoreClient::SeriesQuery query(const std::string& room) {
        return {room, "", 60'000, 120'000, 15'000, {0, 2}};
    }

    TemporaryFolder data_;
    RecordingChannel channel_;
    RecordingEvents events_;
    Services services_{&channel_, &events_};
    Registry registry_{testing::testConfig(data_), services_};
    VideoClient video_{registry_.video()};
    StoreClient store_{registry_.metrics()};
    ChartClient chart_{registry_.chart()};
    RoutesClient routes_{registry_.video()};

    RoutesClient::Answer ask(const std::string& path) {
        static constexpr vuedeo_route_header kHeader{{"X-Test", 6}, {"yes", 3}};
        vuedeo_route_request request{};
        request.size = sizeof request;
        request.flags = VUEDEO_ROUTE_ADMINISTRATOR;
        request.method = {"POST", 4};
        request.path = {path.data(), path.size()};
        request.query = {"a=1", 3};
        request.headers = &kHeader;
        request.header_count = 1;
        request.body = {"body", 4};
        return routes_.handle(request, {});
    }
};

TEST_F(ClientTest, CallsAVideoProvider) {
    EXPECT_EQ(create("r1"), R"({"url":"https://example.org/r1"})");
    EXPECT_EQ(video_.admit({"r1", "p1", "Ada", true, 0, 2}, {}), R"({"id":"p1","owner":true})");
    video_.endRoom("r1", {});
    EXPECT_EQ(registry_.video().counters().calls, 3U);
    EXPECT_EQ(registry_.video().counters().errors, 0U);
}

TEST_F(ClientTest, HandsAPluginTheRequestsBelowItsPath) {
    EXPECT_TRUE(routes_.offered());
    const RoutesClient::Answer answer = ask("echo");
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.contentType, "text/plain");
    EXPECT_EQ(answer.body, "POST a=1 yes body admin");
    EXPECT_EQ(errorOf([&] { ask("none"); }).status(), VUEDEO_E_NOT_FOUND);
    EXPECT_FALSE(RoutesClient(registry_.chart()).offered());
}

TEST_F(ClientTest, RefusesAnAnswerThatIsNone) {
    for (const char* path : {"large", "status", "type"}) {
        EXPECT_EQ(errorOf([&] { ask(path); }).status(), VUEDEO_E_INTERNAL) << path;
    }
}

TEST_F(ClientTest, LetsAProviderTellWhoJoined) {
    ask("joined");
    EXPECT_EQ(events_.joined, "test-video p1");
    events_.status = VUEDEO_E_UNAVAILABLE;
    EXPECT_EQ(errorOf([&] { ask("joined"); }).status(), VUEDEO_E_UNAVAILABLE);
    ask("left");
    EXPECT_EQ(events_.left, "p2");
    EXPECT_NO_THROW(ask("find/r1"));
    EXPECT_EQ(errorOf([&] { ask("find/r2"); }).status(), VUEDEO_E_NOT_FOUND);
}

TEST_F(ClientTest, TellsThePluginDeadlineAndRequest) {
    EXPECT_EQ(video_.findRoom("deadline", {1234ms, {}, "abc"}),
              R"({"deadline_ms":1234,"request_id":"abc"})");
    EXPECT_EQ(video_.findRoom("deadline", {}), R"({"deadline_ms":10000,"request_id":""})");
}

TEST_F(ClientTest, TurnsStatusesIntoErrors) {
    EXPECT_EQ(errorOf([&] { video_.findRoom("none", {}); }).status(), VUEDEO_E_NOT_FOUND);
    EXPECT_EQ(errorOf([&] {
                  video_.admit({"full", "p", "n", false, 0, 0}, {});
              }).status(),
              VUEDEO_E_CONFLICT);
    EXPECT_EQ(errorOf([&] { video_.presence("r1", {}); }).status(), VUEDEO_E_UNSUPPORTED);
    const PluginError limited = errorOfRoom("limited");
    EXPECT_EQ(limited.status(), VUEDEO_E_LIMITED);
    EXPECT_EQ(limited.retryAfter(), 7s);
    EXPECT_EQ(errorOfRoom("throw").status(), VUEDEO_E_INTERNAL);
    EXPECT_EQ(registry_.video().counters().errors, 2U);  // LIMITED and INTERNAL are the plugin's
}

TEST_F(ClientTest, BoundsWhatAPluginSaysOfAnError) {
    const PluginError error = errorOfRoom("loud");
    EXPECT_EQ(std::string(error.what()).size(), 4096U);
    EXPECT_EQ(error.field().size(), 256U);
}

TEST_F(ClientTest, RefusesAnswersThatAreNoJsonObjectOrTooLong) {
    EXPECT_EQ(errorOfRoom("text").status(), VUEDEO_E_INTERNAL);
    EXPECT_THAT(errorOfRoom("text").what(), HasSubstr("test-video broke its contract"));
    EXPECT_THAT(errorOfRoom("large").what(), HasSubstr("more than 65536 bytes"));
    EXPECT_THAT(errorOf([&] { chart_.render("huge", "{}", {}); }).what(),
                HasSubstr("more than 16777216 bytes"));
}

TEST_F(ClientTest, DrawsCharts) {
    EXPECT_EQ(chart_.mediaType(), "text/x-test");
    EXPECT_EQ(chart_.render("series", "options", {}), "series|options");
}

TEST_F(ClientTest, CarriesMessagesOfPeers) {
    ASSERT_NE(video_.realtimeListener(), nullptr);
    vuedeo_realtime_peer peer{};
    peer.size = sizeof peer;
    peer.id = 7;
    EXPECT_TRUE(video_.peerOpened(peer));
    EXPECT_TRUE(video_.peerSent(7, "ping"));
    EXPECT_TRUE(video_.peerSent(7, "\xff"));  // which the host does not pass on
    EXPECT_TRUE(video_.peerClosed(7));
    EXPECT_THAT(channel_.sent, ElementsAre(std::pair(uint64_t{7}, std::string("hello")),
                                           std::pair(uint64_t{7}, std::string("ping"))));
    EXPECT_TRUE(registry_.stop());
    EXPECT_FALSE(video_.peerSent(7, "late"));
    EXPECT_EQ(VideoClient(registry_.chart()).realtimeListener(), nullptr);
}

TEST_F(ClientTest, AsksForHealthWhereItIsOffered) {
    EXPECT_EQ(HealthClient(registry_.video()).check({}), R"({"rooms":0})");
    HealthClient none(registry_.chart());
    EXPECT_FALSE(none.offered());
    EXPECT_EQ(errorOf([&] { none.check({}); }).status(), VUEDEO_E_UNSUPPORTED);
}

TEST_F(ClientTest, AppendsSamplesAndTellsWhatBecameOfEach) {
    std::vector<vuedeo_sample> samples(3);
    for (vuedeo_sample& sample : samples) sample.room = {"r1", 2};
    samples[0].sampled_at_ms = samples[1].sampled_at_ms = 5;
    samples[2].values[VUEDEO_FIELD_COUNT - 1] = NAN;
    EXPECT_THAT(store_.append(samples, {}),
                ElementsAre(VUEDEO_SAMPLE_STORED, VUEDEO_SAMPLE_DUPLICATE, VUEDEO_SAMPLE_REJECTED));
    EXPECT_TRUE(store_.append({}, {}).empty());
}

TEST_F(ClientTest, TakesASampleWithoutACodeForNotStored) {
    std::vector<vuedeo_sample> samples(1);
    samples[0].room = {"forgetful", 9};
    EXPECT_EQ(errorOf([&] { store_.append(samples, {}); }).status(), VUEDEO_E_INTERNAL);
}

TEST_F(ClientTest, ReadsRoomsAndParticipants) {
    RoomRecord room;
    room.createdAtMs = 1000;
    store_.saveRoom(room, {});
    EXPECT_EQ(errorOf([&] { store_.saveRoom({}, {}); }).field(), "created_at");
    EXPECT_EQ(store_.findRoom("r1", {}).createdAtMs, 1000);
    EXPECT_EQ(errorOf([&] { store_.findRoom("none", {}); }).status(), VUEDEO_E_NOT_FOUND);
    const auto page = store_.listRooms({}, {});
    EXPECT_EQ(page.rooms.size(), 2U);
    EXPECT_EQ(page.nextCursor, "ccc");
    const auto participants = store_.listParticipants("r1", {});
    ASSERT_EQ(participants.size(), 1U);
    EXPECT_EQ(participants[0].displayName, "Ada");
    EXPECT_EQ(participants[0].sampleCount, 3U);
}

TEST_F(ClientTest, RefusesRecordsThatBreakTheContract) {
    const auto broken = [&](const auto& action) {
        EXPECT_EQ(errorOf(action).status(), VUEDEO_E_INTERNAL);
    };
    broken([&] { store_.findRoom("silent", {}); });
    broken([&] { store_.findRoom("other", {}); });
    broken([&] { store_.listParticipants("short", {}); });
    broken([&] { store_.listParticipants("garbled", {}); });
    StoreClient::RoomQuery query;
    query.text = "many";
    broken([&] { store_.listRooms(query, {}); });
    query.text = "long";
    broken([&] { store_.listRooms(query, {}); });
}

TEST_F(ClientTest, ShowsBucketsUntilToldToStop) {
    int buckets = 0;
    store_.series(query("r1"),
                  [&](const vuedeo_bucket& bucket) { return bucket.field_count == 2 && ++buckets; },
                  {});
    EXPECT_EQ(buckets, 4);
    store_.series(query("r1"), [&](const vuedeo_bucket&) { return ++buckets < 6; }, {});
    EXPECT_EQ(buckets, 6);
}

TEST_F(ClientTest, LetsOutWhatAVisitorThrows) {
    EXPECT_THROW(
        store_.series(query("r1"),
                      [](const vuedeo_bucket&) -> bool { throw std::out_of_range("enough"); }, {}),
        std::out_of_range);
}

TEST_F(ClientTest, RefusesBucketsThatBreakTheContract) {
    for (const char* room : {"crooked", "stuck", "infinite"}) {
        const auto read = [&] { store_.series(query(room), [](const auto&) { return true; }, {}); };
        EXPECT_EQ(errorOf(read).status(), VUEDEO_E_INTERNAL) << room;
    }
}

TEST_F(ClientTest, AsksAStoreWhatItWouldKeep) {
    store_.checkRetention(1000, {});
    const PluginError refusal = errorOf([&] { store_.checkRetention(999, {}); });
    EXPECT_EQ(refusal.status(), VUEDEO_E_INVALID);
    EXPECT_EQ(refusal.field(), "days");
    EXPECT_STREQ(refusal.what(), "keep more days");
}

TEST_F(ClientTest, ShowsRawSamplesOfAStoreThatKnowsFewerFields) {
    std::vector<vuedeo_sample> shown;
    store_.samples({"r1", "", 5, 10},
                   [&](const vuedeo_sample& sample) {
                       shown.push_back(sample);
                       return true;
                   },
                   {});
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_EQ(shown[0].values[0], 5.0F);
    EXPECT_TRUE(std::isnan(shown[0].values[1]));
    EXPECT_EQ(errorOf([&] { store_.deleteBefore(0, {}); }).status(), VUEDEO_E_UNSUPPORTED);
}

}  // namespace
}  // namespace vuedeo::plugins
