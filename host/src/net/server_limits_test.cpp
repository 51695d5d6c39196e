#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "net/server.hpp"
#include "net/test_client.hpp"
#include "net/test_server.hpp"

namespace vuedeo::net {
namespace {

using std::chrono::milliseconds;

void expectRefusal(TestClient& client, int status, const std::string& type) {
    const TestResponse response = client.response();
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(response.headers.at("content-type"), "application/problem+json");
    EXPECT_EQ(response.headers.at("connection"), "close");
    EXPECT_NE(response.body.find("urn:vuedeo:problem:" + type + "\""), std::string::npos)
        << response.body;
    EXPECT_TRUE(client.ended());
}

TEST(ServerLimits, RefuseLargeHeaders) {
    TestServer server;
    TestClient client(server.port());
    client.send(getRequest("/", "X-A: " + std::string(20'000, 'a') + "\r\n"));
    expectRefusal(client, 431, "header-too-large");
}

TEST(ServerLimits, RefuseALargeBodyBeforeItIsSent) {
    TestServer server;
    TestClient client(server.port());
    client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n");
    expectRefusal(client, 413, "body-too-large");
}

TEST(ServerLimits, LetAClientReadTheRefusalOfABodyThatItSends) {
    TestServer server;
    TestClient client(server.port());
    const std::string body(900'000, 'x');
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n" + body);
    client.shutdownWrite();
    expectRefusal(client, 413, "body-too-large");
}

TEST(ServerLimits, RefuseABodyWithoutLength) {
    TestServer server;
    TestClient client(server.port());
    client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    expectRefusal(client, 411, "length-required");
}

TEST(ServerLimits, AnswerWhatCameBeforeAMalformedRequest) {
    TestServer server;
    TestClient client(server.port());
    client.send(getRequest("/first") + "nonsense\r\n\r\n" + getRequest("/never"));
    EXPECT_EQ(client.response().body, "/first");
    expectRefusal(client, 400, "request-malformed");
}

TEST(ServerLimits, GiveUpOnASlowHeader) {
    Limits limits;
    limits.headerTime = milliseconds(50);
    TestServer server(limits);
    TestClient client(server.port());
    client.send("GET / HTTP/1.1\r\nHo");
    expectRefusal(client, 408, "request-timeout");
}

// The clock runs from the first byte: a byte now and then does not stop it.
TEST(ServerLimits, GiveUpOnAHeaderThatDrips) {
    Limits limits;
    limits.headerTime = milliseconds(100);
    TestServer server(limits);
    TestClient client(server.port());
    client.send("GET / HTTP/1.1\r\nX: ");
    while (!client.hasInput(milliseconds(10))) client.send("a");
    expectRefusal(client, 408, "request-timeout");
}

TEST(ServerLimits, GiveUpOnASlowBody) {
    Limits limits;
    limits.bodyTime = milliseconds(50);
    TestServer server(limits);
    TestClient client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe");
    expectRefusal(client, 408, "request-timeout");
}

TEST(ServerLimits, CloseAnIdleConnectionSilently) {
    Limits limits;
    limits.idleTime = milliseconds(50);
    TestServer server(limits);
    TestClient fresh(server.port());
    EXPECT_TRUE(fresh.ended());
    TestClient used(server.port());
    EXPECT_EQ(used.ask(getRequest("/a")).status, 200);
    EXPECT_TRUE(used.ended());
}

TEST(ServerLimits, DoNotTakeAWaitingClientForAnIdleOne) {
    Limits limits;
    limits.idleTime = milliseconds(20);
    limits.headerTime = milliseconds(20);
    TestServer server(limits);
    TestClient client(server.port());
    client.send(getRequest("/hold"));
    const Responder held = server.takeHeld();
    EXPECT_FALSE(client.hasInput(milliseconds(100)));
    held.send(textResponse("patience"));
    EXPECT_EQ(client.response().body, "patience");
}

TEST(ServerLimits, CloseAClientThatDoesNotRead) {
    Limits limits;
    limits.sendTime = milliseconds(50);
    TestServer server(limits);
    TestClient client(server.port(), 4096);
    client.send(getRequest("/big"));
    EXPECT_TRUE(eventually([&server] { return server.server().counters().requests == 1; }));
    EXPECT_TRUE(eventually([&server] { return server.server().counters().connections == 0; }));
}

TEST(ServerLimits, DoNotReadOnWhileAnAnswerIsOwed) {
    TestServer server;
    TestClient client(server.port());
    client.send(getRequest("/hold"));
    const Responder held = server.takeHeld();
    std::thread flood([&client] {
        const std::string request = postRequest("/echo", std::string(60'000, 'x'));
        for (int i = 0; i < 500; ++i) {
            if (!client.send(request)) return;
        }
    });
    // 30 MB are on their way; only what fits the kernel's buffers may leave the client.
    EXPECT_FALSE(client.hasInput(milliseconds(50)));
    EXPECT_EQ(server.server().counters().requests, 1U);
    held.send(textResponse("now"));
    EXPECT_EQ(client.response().body, "now");
    for (int i = 0; i < 500; ++i) EXPECT_EQ(client.response().body.size(), 60'000U);
    flood.join();
}

TEST(ServerLimits, CapWhatWaitsToBeSent) {
    Limits limits;
    limits.answerBytesInAll = 12 * kMiB;  // one answer of 8 MiB, and no second one
    TestServer server(limits);
    {
        TestClient slow(server.port(), 4096);
        slow.send(getRequest("/big"));
        EXPECT_TRUE(slow.hasInput(std::chrono::seconds(20)));
        TestClient second(server.port());
        const TestResponse refused = second.ask(getRequest("/big"));
        EXPECT_EQ(refused.status, 503);
        EXPECT_EQ(refused.headers.at("retry-after"), "5");
        EXPECT_EQ(second.ask(getRequest("/small")).status, 200);
    }
    EXPECT_TRUE(eventually(
        [&server] { return TestClient(server.port()).ask(getRequest("/big")).status == 200; }));
}

TEST(ServerLimits, CapTheConnections) {
    Limits limits;
    limits.connections = 3;
    TestServer server(limits);
    std::vector<TestClient> clients;
    for (int i = 0; i < 3; ++i) {
        clients.emplace_back(server.port());
        EXPECT_EQ(clients.back().ask(getRequest("/a")).status, 200);
    }
    TestClient refused(server.port());
    refused.send(getRequest("/a"));
    expectRefusal(refused, 503, "server-full");
    EXPECT_EQ(server.server().counters().connections, 3U);
    clients.pop_back();
    EXPECT_TRUE(eventually([&server] { return server.server().counters().connections == 2; }));
    EXPECT_EQ(TestClient(server.port()).ask(getRequest("/a")).status, 200);
}

TEST(ServerLimits, CapTheConnectionsOfOneAddress) {
    Limits limits;
    limits.connectionsPerAddress = 2;
    TestServer server(limits);
    TestClient first(server.port());
    TestClient second(server.port());
    TestClient refused(server.port());
    expectRefusal(refused, 429, "too-many-connections");
}

TEST(ServerLimits, CapTheBodiesUnderWay) {
    Limits limits;
    limits.bodyBytesInAll = 150'000;
    TestServer server(limits);
    const std::string head =
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n"
        "Expect: 100-continue\r\n\r\n";
    TestClient first(server.port());
    first.send(head);
    EXPECT_EQ(first.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    TestClient second(server.port());
    second.send(head);
    expectRefusal(second, 503, "server-busy");
    first.send(std::string(100'000, 'x'));
    EXPECT_EQ(first.response().status, 200);
    TestClient third(server.port());
    third.send(head);
    EXPECT_EQ(third.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_EQ(third.ask(std::string(100'000, 'y')).status, 200);
}

}  // namespace
}  // namespace vuedeo::net
