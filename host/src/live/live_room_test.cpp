#include "live/live_room.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "net/test_server.hpp"
#include "net/test_websocket.hpp"

namespace vuedeo::live {
namespace {

constexpr std::chrono::seconds kPoll{30};
constexpr std::size_t kKeepBytes = 150;  // three of these messages

std::string hello(int number) {
    return R"({"type":"hello","cursor":"e.)" + std::to_string(number) + R"(","poll_s":30})";
}
std::string samples(int number, const std::string& array) {
    return R"({"type":"samples","cursor":"e.)" + std::to_string(number) + R"(","samples":)" +
           array + "}";
}
std::string reset(int number) {
    return R"({"type":"reset","cursor":"e.)" + std::to_string(number) + R"(","poll_s":30})";
}

class LiveRoomTest : public testing::Test {
protected:
    struct Viewer {
        net::TestClient client;
        net::WebSocket socket;
        std::string told() { return net::readFrame(client).payload; }
    };

    Viewer arrive(const std::string& cursor = {}) {
        net::TestClient client(server_.port());
        client.send(net::handshake("/"));
        EXPECT_EQ(client.response().status, 101);
        const net::WebSocket socket = listener()->socket();
        room_.enter(socket, cursor);
        return {std::move(client), socket};
    }
    void publish(int messages) {
        for (int i = 1; i <= messages; ++i) room_.publish("[" + std::to_string(i) + "]");
    }

    LiveRoom room_{"e", kPoll, kKeepBytes};

private:
    std::shared_ptr<net::RecordingListener> listener() {
        const std::lock_guard lock(mutex_);
        return listener_;
    }

    std::mutex mutex_;
    std::shared_ptr<net::RecordingListener> listener_;  // of the latest connection
    net::TestServer server_{{}, [this](const auto&, const net::Responder& responder) {
                                const std::lock_guard lock(mutex_);
                                listener_ = std::make_shared<net::RecordingListener>(false);
                                responder.upgrade(listener_, "");
                            }};
};

TEST_F(LiveRoomTest, TellsEverybodyWhatIsStoredFromNowOn) {
    publish(1);
    Viewer ada = arrive();
    Viewer grace = arrive();
    room_.publish("[2]");
    for (Viewer* viewer : {&ada, &grace}) {
        EXPECT_EQ(viewer->told(), hello(1));
        EXPECT_EQ(viewer->told(), samples(2, "[2]"));
    }
    EXPECT_EQ(room_.viewers(), 2U);
    EXPECT_EQ(room_.resets(), 0U);
}

TEST_F(LiveRoomTest, TellsNobodyWhoHasLeft) {
    Viewer ada = arrive();
    room_.leave(ada.socket.id());
    EXPECT_EQ(room_.viewers(), 0U);
    publish(1);
    room_.enter(ada.socket, "");
    EXPECT_EQ(ada.told(), hello(0));
    EXPECT_EQ(ada.told(), hello(1));
}

TEST_F(LiveRoomTest, GivesWhoComesBackExactlyWhatWasMissed) {
    publish(3);
    Viewer ada = arrive("e.1");
    EXPECT_EQ(ada.told(), hello(1));
    EXPECT_EQ(ada.told(), samples(2, "[2]"));
    EXPECT_EQ(ada.told(), samples(3, "[3]"));
    room_.publish("[4]");
    EXPECT_EQ(ada.told(), samples(4, "[4]"));
    Viewer grace = arrive("e.4");
    EXPECT_EQ(grace.told(), hello(4));
}

TEST_F(LiveRoomTest, HasARoomReadAgainWhoseMessagesItDoesNotKeep) {
    publish(5);
    EXPECT_EQ(arrive("e.1").told(), reset(5));
    EXPECT_EQ(arrive("e.2").told(), hello(2));
    EXPECT_EQ(room_.resets(), 1U);
}

TEST_F(LiveRoomTest, HasARoomReadAgainForACursorThatIsNotItsOwn) {
    publish(2);
    for (const char* cursor : {"f.1", "e", "e.", "e1", "e.x", "e.1x", "e.3", "e.-1", "ee.1", ".1",
                               "e.99999999999999999999"})
        EXPECT_EQ(arrive(cursor).told(), reset(2)) << cursor;
}

TEST_F(LiveRoomTest, HasEverybodyReadAgainAfterAReset) {
    publish(2);
    Viewer ada = arrive();
    room_.reset();
    EXPECT_EQ(ada.told(), hello(2));
    EXPECT_EQ(ada.told(), reset(3));
    EXPECT_EQ(arrive("e.2").told(), reset(3));
    EXPECT_EQ(arrive("e.3").told(), hello(3));
    EXPECT_EQ(room_.resets(), 2U);
}

TEST_F(LiveRoomTest, SaysHowOftenToPollAsItIsNow) {
    room_.pollEvery(std::chrono::seconds(10));
    EXPECT_EQ(arrive().told(), R"({"type":"hello","cursor":"e.0","poll_s":10})");
}

}  // namespace
}  // namespace vuedeo::live
