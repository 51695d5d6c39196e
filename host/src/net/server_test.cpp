#include "net/server.hpp"

#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "net/test_client.hpp"
#include "net/test_server.hpp"

namespace vuedeo::net {
namespace {

using std::chrono::milliseconds;

TEST(Server, AnswersManyRequestsOnOneConnection) {
    TestServer server;
    TestClient client(server.port());
    for (int i = 0; i < 100; ++i) {
        const std::string body = "body " + std::to_string(i);
        const TestResponse response = client.ask(postRequest("/echo", body));
        ASSERT_EQ(response.status, 200);
        ASSERT_EQ(response.body, body);
        ASSERT_EQ(response.headers.count("date"), 1U);
        ASSERT_EQ(response.headers.count("connection"), 0U);
    }
    EXPECT_EQ(server.server().counters().requests, 100U);
    EXPECT_EQ(server.server().counters().connections, 1U);
}

TEST(Server, TakesARequestInSinglePieces) {
    TestServer server;
    TestClient client(server.port());
    for (const char byte : postRequest("/echo", "hello")) {
        ASSERT_TRUE(client.send(std::string_view(&byte, 1)));
    }
    EXPECT_EQ(client.response().body, "hello");
}

TEST(Server, AnswersAPipelineInOrder) {
    TestServer server;
    TestClient client(server.port());
    std::string all;
    for (int i = 0; i < 500; ++i) all += postRequest("/echo", std::to_string(i));
    client.send(all);
    for (int i = 0; i < 500; ++i) ASSERT_EQ(client.response().body, std::to_string(i));
}

TEST(Server, AnswersAPipelineInOrderWhenAnAnswerComesLater) {
    TestServer server;
    TestClient client(server.port());
    client.send(getRequest("/hold") + postRequest("/echo", "second") + getRequest("/hold") +
                postRequest("/echo", "fourth"));
    const Responder first = server.takeHeld();
    EXPECT_FALSE(client.hasInput(milliseconds(20)));
    first.send(textResponse("first"));
    EXPECT_EQ(client.response().body, "first");
    EXPECT_EQ(client.response().body, "second");
    server.takeHeld().send(textResponse("third"));
    EXPECT_EQ(client.response().body, "third");
    EXPECT_EQ(client.response().body, "fourth");
}

// Requests come while answers wait for room in the socket: whatever the kernel announces first,
// what came first is read first.
TEST(Server, KeepsAPipelineInOrderUnderBackPressure) {
    constexpr int kRequests = 300;
    TestServer server;
    for (int round = 0; round < 10; ++round) {
        TestClient client(server.port(), 64 * 1024);
        const auto sender = std::async(std::launch::async, [&client] {
            for (int i = 0; i < kRequests; ++i) {
                if (!client.send(
                        postRequest("/echo", std::string(30'000, 'x') + std::to_string(i))))
                    return;
            }
        });
        int inOrder = 0;
        while (inOrder < kRequests &&
               client.response().body == std::string(30'000, 'x') + std::to_string(inOrder)) {
            ++inOrder;
        }
        EXPECT_EQ(inOrder, kRequests);
        if (inOrder != kRequests) client.shutdown();
    }
}

TEST(Server, ClosesWhenAsked) {
    TestServer server;
    TestClient client(server.port());
    const TestResponse response = client.ask(getRequest("/a", "Connection: close\r\n"));
    EXPECT_EQ(response.headers.at("connection"), "close");
    EXPECT_TRUE(client.ended());
}

TEST(Server, SpeaksHttp10) {
    TestServer server;
    TestClient stays(server.port());
    const std::string keep = "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    EXPECT_EQ(stays.ask(keep).headers.at("connection"), "keep-alive");
    EXPECT_EQ(stays.ask(keep).body, "/a");
    EXPECT_EQ(stays.ask("GET /a HTTP/1.0\r\n\r\n").headers.at("connection"), "close");
    EXPECT_TRUE(stays.ended());
}

TEST(Server, SendsNoBodyWhereNoneBelongs) {
    TestServer server;
    TestClient client(server.port());
    client.send("HEAD /abc HTTP/1.1\r\nHost: x\r\n\r\n" + getRequest("/none") + getRequest("/x"));
    EXPECT_EQ(client.response(true).headers.at("content-length"), "4");
    EXPECT_EQ(client.response().status, 204);
    EXPECT_EQ(client.response().body, "/x");
}

TEST(Server, SendsALargeAnswerToASlowReader) {
    TestServer server;
    TestClient client(server.port(), 4096);
    const TestResponse response = client.ask(getRequest("/big"));
    EXPECT_EQ(response.body.size(), 8U * 1024 * 1024);
    EXPECT_EQ(client.ask(getRequest("/after")).body, "/after");
}

TEST(Server, AsksForTheBodyThatAClientHoldsBack) {
    TestServer server;
    TestClient client(server.port());
    client.send(
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_EQ(client.ask("hello").body, "hello");
}

TEST(Server, DoesNotAskForABodyThatIsThere) {
    TestServer server;
    TestClient client(server.port());
    EXPECT_EQ(client.ask(postRequest("/echo", "hello", "Expect: 100-continue\r\n")).status, 200);
}

TEST(Server, AnswersWhenAHandlerFails) {
    TestServer server;
    TestClient client(server.port());
    for (const char* path : {"/throw", "/drop"}) {
        const TestResponse response = client.ask(getRequest(path));
        EXPECT_EQ(response.status, 500);
        EXPECT_EQ(response.headers.at("content-type"), "application/problem+json");
        EXPECT_EQ(response.body.find("mistake"), std::string::npos);
    }
    EXPECT_EQ(client.ask(getRequest("/fine")).status, 200);
}

TEST(Server, ServesAThousandConnectionsAtOnce) {
    Limits limits;
    limits.connectionsPerAddress = 2000;
    TestServer server(limits);
    std::vector<TestClient> clients;
    for (int i = 0; i < 1000; ++i) clients.emplace_back(server.port());
    for (int round = 0; round < 2; ++round) {
        for (auto& client : clients) ASSERT_TRUE(client.send(postRequest("/echo", "here")));
        for (auto& client : clients) ASSERT_EQ(client.response().body, "here");
    }
    EXPECT_EQ(server.server().counters().connections, 1000U);
    clients.clear();
    EXPECT_TRUE(eventually([&server] { return server.server().counters().connections == 0; }));
}

TEST(Server, SaysWhichPortIsTaken) {
    const TestServer server;
    ServerOptions options;
    options.port = server.port();
    try {
        Server second(options, [](const auto&, const auto&) {});
        FAIL() << "two servers on one port";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find(std::to_string(server.port())), std::string::npos);
        EXPECT_NE(std::string(error.what()).find("127.0.0.1"), std::string::npos);
    }
}

TEST(Server, SurvivesClientsThatVanish) {
    TestServer server;
    for (int i = 0; i < 50; ++i) {
        TestClient beforeBody(server.port());
        beforeBody.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe");
        beforeBody.reset();
        TestClient beforeAnswer(server.port());
        beforeAnswer.send(getRequest("/big"));
        beforeAnswer.reset();
    }
    EXPECT_TRUE(eventually([&server] { return server.server().counters().connections == 0; }));
    EXPECT_EQ(TestClient(server.port()).ask(getRequest("/fine")).status, 200);
}

TEST(ServerDrain, LetsRequestsFinishAndClosesTheRest) {
    TestServer server;
    TestClient idle(server.port());
    EXPECT_EQ(idle.ask(getRequest("/a")).status, 200);
    std::optional<TestClient> busy(server.port());
    busy->send(getRequest("/hold"));
    const Responder held = server.takeHeld();

    std::thread drain([&server] { server.server().drain(std::chrono::seconds(20)); });
    EXPECT_TRUE(idle.ended());
    EXPECT_THROW(eventually([&server] {
                     TestClient refused(server.port());
                     return false;
                 }),
                 std::system_error);
    held.send(textResponse("done"));
    const TestResponse response = busy->response();
    EXPECT_EQ(response.body, "done");
    EXPECT_EQ(response.headers.at("connection"), "close");
    EXPECT_TRUE(busy->ended());
    busy.reset();  // closed, which the server would wait for
    drain.join();
    EXPECT_EQ(server.server().counters().connections, 0U);
}

TEST(ServerDrain, GivesUpWhenTheTimeIsOver) {
    TestServer server;
    TestClient client(server.port());
    client.send(getRequest("/hold"));
    const Responder held = server.takeHeld();
    server.server().drain(milliseconds(10));
    EXPECT_EQ(server.server().counters().connections, 1U);
    server.stop();
    EXPECT_TRUE(client.ended());
    EXPECT_TRUE(held.clientGone());
    held.send(textResponse("too late"));  // harmless: the server has gone
}

}  // namespace
}  // namespace vuedeo::net
