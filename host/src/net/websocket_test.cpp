#include "net/websocket.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "net/server.hpp"
#include "net/test_client.hpp"
#include "net/test_server.hpp"
#include "net/test_websocket.hpp"

namespace vuedeo::net {
namespace {

using std::chrono::milliseconds;

class WebSocketTest : public testing::Test {
protected:
    void serve(const Limits& limits = {}, bool echo = true) {
        listener_ = std::make_shared<RecordingListener>(echo);
        server_ = std::make_unique<TestServer>(
            limits, [this](const std::shared_ptr<Request>&, const Responder& responder) {
                responder.upgrade(listener_, "vuedeo.signal.v1");
            });
    }

    TestClient open(int receiveBufferBytes = 0) {
        TestClient client(server_->port(), receiveBufferBytes);
        client.send(handshake("/ws"));
        EXPECT_EQ(client.response().status, 101);
        return client;
    }

    void expectClose(TestClient& client, int code) {
        Frame received = readFrame(client);
        while (received.opcode != kClose) received = readFrame(client);
        EXPECT_EQ(received.closeCode(), code);
        client.send(frame(kClose, closePayload(1000)));
        EXPECT_TRUE(client.ended());
        EXPECT_TRUE(listener_->waitForClose());
        EXPECT_EQ(listener_->closeCount(), 1);
    }

    std::shared_ptr<RecordingListener> listener_;
    std::unique_ptr<TestServer> server_;
};

TEST_F(WebSocketTest, AnswersTheHandshakeOfTheRfc) {
    serve();
    TestClient client(server_->port());
    const TestResponse response = client.ask(handshake("/ws"));
    EXPECT_EQ(response.status, 101);
    EXPECT_EQ(response.headers.at("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_EQ(response.headers.at("sec-websocket-protocol"), "vuedeo.signal.v1");
    EXPECT_EQ(response.headers.at("upgrade"), "websocket");
    EXPECT_EQ(server_->server().counters().webSockets, 1U);
}

TEST_F(WebSocketTest, RefusesWhatIsNoHandshake) {
    serve();
    const auto status = [this](const std::string& request) {
        return TestClient(server_->port()).ask(request).status;
    };
    const std::string upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
    const std::string version = "Sec-WebSocket-Version: 13\r\n";
    const std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    EXPECT_EQ(status(getRequest("/")), 426);
    EXPECT_EQ(status(getRequest("/", upgrade + key)), 426);
    EXPECT_EQ(status(getRequest("/", upgrade + key + "Sec-WebSocket-Version: 8\r\n")), 426);
    EXPECT_EQ(status(getRequest("/", upgrade + version)), 400);
    EXPECT_EQ(status(getRequest("/", upgrade + version + "Sec-WebSocket-Key: c2hvcnQ=\r\n")), 400);
    EXPECT_EQ(status(getRequest("/", "Upgrade: websocket\r\n" + version + key)), 400);
    EXPECT_EQ(status(postRequest("/", "", upgrade + version + key)), 400);
    EXPECT_EQ(listener_->closeCount(), 0);
}

TEST_F(WebSocketTest, EchoesMessagesOfEverySize) {
    serve();
    TestClient client = open();
    for (const std::size_t size : {0U, 1U, 125U, 126U, 65535U, 65536U}) {
        client.send(frame(kText, std::string(size, 'x')));
        const Frame echo = readFrame(client);
        EXPECT_EQ(echo.opcode, kText);
        EXPECT_EQ(echo.payload.size(), size);
    }
}

TEST_F(WebSocketTest, TakesAMessageInSinglePieces) {
    serve();
    TestClient client = open();
    for (const char byte : frame(kText, "gr\xC3\xBC\xC3\x9F dich")) {
        client.send(std::string_view(&byte, 1));
    }
    EXPECT_EQ(readFrame(client).payload, "gr\xC3\xBC\xC3\x9F dich");
}

TEST_F(WebSocketTest, JoinsFragmentsWithAPingBetween) {
    serve();
    TestClient client = open();
    client.send(frame(kText, "one \xE2\x82", false) + frame(kPing, "there?") +
                frame(kContinuation, "\xAC ", false) + frame(kContinuation, "two"));
    const Frame pong = readFrame(client);
    EXPECT_EQ(pong.opcode, kPong);
    EXPECT_EQ(pong.payload, "there?");
    EXPECT_EQ(readFrame(client).payload, "one \xE2\x82\xAC two");
}

TEST_F(WebSocketTest, TakesMessagesThatComeWithTheHandshake) {
    serve();
    TestClient client(server_->port());
    client.send(handshake("/ws") + frame(kText, "eager") + frame(kText, "very"));
    EXPECT_EQ(client.response().status, 101);
    EXPECT_EQ(readFrame(client).payload, "eager");
    EXPECT_EQ(readFrame(client).payload, "very");
}

TEST_F(WebSocketTest, RefusesBinaryMessages) {
    serve();
    TestClient client = open();
    client.send(frame(kBinary, "\x01\x02"));
    expectClose(client, 1003);
    EXPECT_EQ(listener_->messageCount(), 0U);
}

TEST_F(WebSocketTest, RefusesTextThatIsNotUtf8) {
    serve();
    TestClient client = open();
    client.send(frame(kText, "\xC0\x80"));
    expectClose(client, 1007);
}

TEST_F(WebSocketTest, RefusesAMessageThatIsTooLarge) {
    serve();
    TestClient client = open();
    client.send(frame(kText, std::string(64 * 1024 + 1, 'x')));
    expectClose(client, 1009);
}

TEST_F(WebSocketTest, RefusesAMessageThatGrowsTooLargeByFragments) {
    Limits limits;
    limits.webSocketMessageBytes = 100;
    serve(limits);
    TestClient client = open();
    client.send(frame(kText, std::string(60, 'x'), false) +
                frame(kContinuation, std::string(41, 'x')));
    expectClose(client, 1009);
}

TEST_F(WebSocketTest, RefusesEndlesslyManyFragments) {
    serve();
    TestClient client = open();
    std::string fragments = frame(kText, "", false);
    for (int i = 0; i < 1100; ++i) fragments += frame(kContinuation, "", false);
    client.send(fragments);
    expectClose(client, 1008);
}

TEST_F(WebSocketTest, RefusesFramesThatBreakTheProtocol) {
    serve();
    for (const std::string& bytes :
         {frame(kText, "unmasked", true, false), frame(kContinuation, "nothing to continue"),
          frame(0x3, "reserved opcode"), frame(kPing, std::string(126, 'x')),
          frame(kPing, "split", false), std::string("\xF1\x80\x11\x22\x33\x44", 6),
          frame(kText, "a", false) + frame(kText, "b")}) {
        listener_ = std::make_shared<RecordingListener>();
        TestClient client = open();
        client.send(bytes);
        expectClose(client, 1002);
    }
}

TEST_F(WebSocketTest, HoldsTheRateOfMessages) {
    Limits limits;
    limits.webSocketMessagesPerSecond = 10;
    serve(limits, false);
    TestClient client = open();
    std::string burst;
    for (int i = 0; i < 100; ++i) burst += frame(kText, "burst");
    client.send(burst);  // ten seconds' worth at once is allowed for
    EXPECT_TRUE(eventually([this] { return listener_->messageCount() == 100; }));
    client.send(burst);
    expectClose(client, 1008);
    EXPECT_LT(listener_->messageCount(), 150U);
}

TEST_F(WebSocketTest, DoesNotGatherPongsForAClientThatDoesNotRead) {
    Limits limits;
    limits.webSocketMessagesPerSecond = 1'000'000;
    serve(limits);
    TestClient client = open(4096);
    std::string pings;
    for (int i = 0; i < 1000; ++i) pings += frame(kPing, std::string(125, 'p'));
    while (client.send(pings) && listener_->closeCount() == 0) {
    }
    EXPECT_TRUE(listener_->waitForClose());
}

TEST_F(WebSocketTest, ClosesAClientThatReadsTooSlowly) {
    Limits limits;
    limits.webSocketCloseTime = milliseconds(50);
    serve(limits);
    TestClient client = open(4096);
    const WebSocket socket = listener_->socket();
    auto result = WebSocket::SendResult::kQueued;
    for (int i = 0; i < 10'000 && result == WebSocket::SendResult::kQueued; ++i) {
        result = socket.send(std::string(10'000, 'x'));
    }
    EXPECT_EQ(result, WebSocket::SendResult::kOverflow);
    EXPECT_EQ(socket.send("more"), WebSocket::SendResult::kGone);
    EXPECT_TRUE(listener_->waitForClose());
    EXPECT_TRUE(eventually([this] { return server_->server().counters().connections == 0; }));
}

TEST_F(WebSocketTest, CountsEmptyMessagesToo) {
    Limits limits;
    limits.webSocketQueueBytes = 64 * 1024;
    serve(limits);
    TestClient client = open(4096);
    const WebSocket socket = listener_->socket();
    auto result = WebSocket::SendResult::kQueued;
    for (int i = 0; i < 10'000'000 && result == WebSocket::SendResult::kQueued; ++i) {
        result = socket.send("");
    }
    EXPECT_EQ(result, WebSocket::SendResult::kOverflow);
}

TEST_F(WebSocketTest, SendsFromManyThreadsInWholeMessages) {
    serve();
    TestClient client = open();
    const WebSocket socket = listener_->socket();
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([socket, t] {
            for (int i = 0; i < 200; ++i) {
                socket.send(std::string(static_cast<std::size_t>(i), static_cast<char>('a' + t)));
            }
        });
    }
    for (int i = 0; i < 800; ++i) {
        const std::string payload = readFrame(client).payload;
        ASSERT_EQ(payload.find_first_not_of(payload.empty() ? 'a' : payload[0]), std::string::npos);
    }
    for (auto& thread : threads) thread.join();
}

TEST_F(WebSocketTest, AnswersACloseAndEnds) {
    serve();
    TestClient client = open();
    client.send(frame(kClose, closePayload(1000, "bye")));
    EXPECT_EQ(readFrame(client).closeCode(), 1000);
    EXPECT_TRUE(client.ended());
    EXPECT_TRUE(listener_->waitForClose());
    EXPECT_EQ(listener_->socket().send("gone"), WebSocket::SendResult::kGone);
}

TEST_F(WebSocketTest, ClosesAfterWhatIsQueued) {
    serve();
    TestClient client = open();
    const WebSocket socket = listener_->socket();
    socket.send("last words");
    socket.close(4001, "enough");
    EXPECT_EQ(socket.send("more"), WebSocket::SendResult::kGone);
    EXPECT_EQ(readFrame(client).payload, "last words");
    const Frame close = readFrame(client);
    EXPECT_EQ(close.closeCode(), 4001);
    EXPECT_EQ(close.payload.substr(2), "enough");
    client.send(frame(kClose, closePayload(4001)));
    EXPECT_TRUE(client.ended());
    EXPECT_EQ(listener_->closeCount(), 1);
}

TEST_F(WebSocketTest, DoesNotWaitForEverForAClose) {
    Limits limits;
    limits.webSocketCloseTime = milliseconds(50);
    serve(limits);
    TestClient client = open();
    listener_->socket().close(1000, "");
    EXPECT_EQ(readFrame(client).closeCode(), 1000);
    EXPECT_TRUE(client.ended());
    EXPECT_TRUE(listener_->waitForClose());
}

TEST_F(WebSocketTest, PingsAndDropsAPeerThatIsSilent) {
    Limits limits;
    limits.webSocketPing = milliseconds(50);
    serve(limits);
    TestClient lively = open();
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(readFrame(lively).opcode, kPing);
        lively.send(frame(kPong, ""));
    }
    EXPECT_EQ(listener_->closeCount(), 0);
    EXPECT_EQ(readFrame(lively).opcode, kPing);  // this one stays without an answer
    EXPECT_TRUE(listener_->waitForClose());
    EXPECT_TRUE(lively.ended());
}

TEST_F(WebSocketTest, NoticesAPeerThatVanishes) {
    serve();
    TestClient client = open();
    client.reset();
    EXPECT_TRUE(listener_->waitForClose());
    EXPECT_EQ(listener_->closeCount(), 1);
    EXPECT_TRUE(eventually([this] { return server_->server().counters().webSockets == 0; }));
}

TEST_F(WebSocketTest, IsClosedByADrain) {
    serve();
    TestClient client = open();
    std::thread drain([this] { server_->server().drain(std::chrono::seconds(20)); });
    EXPECT_EQ(readFrame(client).closeCode(), 1001);
    client.send(frame(kClose, closePayload(1001)));
    EXPECT_TRUE(client.ended());
    { const TestClient gone = std::move(client); }
    drain.join();
    EXPECT_EQ(listener_->closeCount(), 1);
}

TEST_F(WebSocketTest, IsClosedWithTheServer) {
    serve();
    TestClient client = open();
    const WebSocket socket = listener_->socket();
    server_->stop();
    EXPECT_EQ(listener_->closeCount(), 1);
    EXPECT_EQ(socket.send("gone"), WebSocket::SendResult::kGone);
    socket.close(1000, "");
}

TEST(WebSocketUpgrade, MayComeLaterFromAnotherThread) {
    TestServer server;
    TestClient client(server.port());
    client.send(handshake("/hold") + frame(kText, "early"));
    const Responder held = server.takeHeld();
    const auto listener = std::make_shared<RecordingListener>();
    held.upgrade(listener, "");
    const TestResponse response = client.response();
    EXPECT_EQ(response.status, 101);
    EXPECT_EQ(response.headers.count("sec-websocket-protocol"), 0U);
    EXPECT_EQ(readFrame(client).payload, "early");
}

TEST(WebSocketUpgrade, IsLostWithTheConnection) {
    TestServer server;
    TestClient client(server.port());
    client.send(handshake("/hold"));
    const Responder held = server.takeHeld();
    client.reset();
    EXPECT_TRUE(eventually([&server] { return server.server().counters().connections == 0; }));
    const auto listener = std::make_shared<RecordingListener>();
    held.upgrade(listener, "");
    server.stop();
    EXPECT_EQ(listener->closeCount(), 0);
}

}  // namespace
}  // namespace vuedeo::net
