#include "net/response_writer.hpp"

#include <gtest/gtest.h>

#include "net/plain_problem.hpp"

namespace vuedeo::net {
namespace {

std::string head(const Response& response, const Framing& framing = {}) {
    std::string out;
    appendHead(out, response, framing, "Sat, 01 Jun 2024 12:00:00 GMT");
    return out;
}

TEST(ResponseWriter, WritesStatusFieldsAndLength) {
    Response response;
    response.body = "hello";
    response.headers.add("Content-Type", "text/plain");
    EXPECT_EQ(head(response),
              "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
              "Date: Sat, 01 Jun 2024 12:00:00 GMT\r\nContent-Length: 5\r\n\r\n");
}

TEST(ResponseWriter, KeepsItsOwnFieldsToItself) {
    Response response;
    response.headers.add("content-length", "99");
    response.headers.add("Transfer-Encoding", "chunked");
    response.headers.add("Connection", "upgrade");
    response.headers.add("Date", "never");
    EXPECT_EQ(
        head(response),
        "HTTP/1.1 200 OK\r\nDate: Sat, 01 Jun 2024 12:00:00 GMT\r\nContent-Length: 0\r\n\r\n");
}

TEST(ResponseWriter, AddsTheDefaultsThatTheResponseDoesNotHave) {
    Response response;
    response.headers.add("x-a", "own");
    response.defaults = std::make_shared<Fields>(Fields{{"X-A", "default"}, {"X-B", "default"}});
    EXPECT_EQ(head(response),
              "HTTP/1.1 200 OK\r\nx-a: own\r\nX-B: default\r\n"
              "Date: Sat, 01 Jun 2024 12:00:00 GMT\r\nContent-Length: 0\r\n\r\n");
}

TEST(ResponseWriter, LeavesOutAFieldThatWouldSplitTheResponse) {
    Response response;
    response.headers.add("X-A", "1\r\nSet-Cookie: stolen=1");
    response.headers.add("X B", "1");
    response.headers.add("X-C", "fine");
    const std::string text = head(response);
    EXPECT_EQ(text.find("stolen"), std::string::npos);
    EXPECT_EQ(text.find("X B"), std::string::npos);
    EXPECT_NE(text.find("X-C: fine\r\n"), std::string::npos);
}

TEST(ResponseWriter, GivesNoLengthWhereThereIsNoBody) {
    Response response;
    for (const int status : {204, 304}) {
        response.status = status;
        EXPECT_EQ(head(response).find("Content-Length"), std::string::npos);
        EXPECT_FALSE(hasBody(response, {}));
    }
    response.status = 200;
    response.body = "hello";
    Framing ofHead;
    ofHead.withoutBody = true;
    EXPECT_NE(head(response, ofHead).find("Content-Length: 5\r\n"), std::string::npos);
    EXPECT_FALSE(hasBody(response, ofHead));
}

TEST(ResponseWriter, SaysWhetherTheConnectionStays) {
    Framing framing;
    framing.keepAlive = false;
    EXPECT_NE(head({}, framing).find("Connection: close\r\n"), std::string::npos);
    framing.keepAlive = true;
    framing.http10 = true;
    EXPECT_EQ(head({}, framing).rfind("HTTP/1.0 200 OK\r\n", 0), 0U);
    EXPECT_NE(head({}, framing).find("Connection: keep-alive\r\n"), std::string::npos);
}

TEST(HttpDate, FollowsTheClock) {
    HttpDate date;
    EXPECT_EQ(date.at(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(date.at(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(date.at(784111778), "Sun, 06 Nov 1994 08:49:38 GMT");
}

TEST(PlainProblem, IsAProblemDocument) {
    const Response response = plainProblem(431, "header-too-large", "Say \"less\"", "1f");
    EXPECT_EQ(response.headers.get("Content-Type"), "application/problem+json");
    EXPECT_EQ(response.body, R"({"type":"urn:vuedeo:problem:header-too-large",)"
                             R"("title":"Request Header Fields Too Large","status":431,)"
                             R"("detail":"Say \"less\"","request_id":"1f"})");
}

}  // namespace
}  // namespace vuedeo::net
