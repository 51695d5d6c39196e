#include "http/router.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>

#include "http/problem.hpp"
#include "net/test_answer.hpp"

namespace vuedeo::http {
namespace {

// Answers with the route that was chosen and what its parts matched.
SyncHandler say(const std::string& name) {
    return [name](const net::Request& request) {
        net::Response response;
        response.body = name;
        for (const auto& [key, value] : request.params) response.body += " " + key + "=" + value;
        return response;
    };
}

net::Response ask(const Router& router, const std::string& method, const std::string& target) {
    const auto request = net::makeRequest(method, target);
    net::KeptAnswer answer(request);
    router.handle(request, answer.responder());
    return answer.wait();
}

class RouterTest : public testing::Test {
protected:
    RouterTest() {
        router_.setAccessLog(false);
        router_.add("GET", "/", say("home"));
        router_.add("GET", "/rooms/{room}", say("room"));
        router_.add("GET", "/rooms/mine", say("mine"));
        router_.add("DELETE", "/rooms/{room}", say("delete"));
        router_.add("POST", "/rooms", say("create"));
        router_.add("GET", "/files/{id}/{file...}", say("file"));
    }
    std::string body(const std::string& target) { return ask(router_, "GET", target).body; }
    int status(const std::string& target) { return ask(router_, "GET", target).status; }

    Router router_;
};

TEST_F(RouterTest, FindsRoutesAndTheirParts) {
    EXPECT_EQ(body("/"), "home");
    EXPECT_EQ(body("/rooms/abc"), "room room=abc");
    EXPECT_EQ(body("/rooms/abc?query=1"), "room room=abc");
    EXPECT_EQ(body("/rooms/caf%C3%A9%20+"), "room room=caf\xC3\xA9 +");
    EXPECT_EQ(body("/files/x/a/b.js"), "file file=a/b.js id=x");
}

TEST_F(RouterTest, PrefersALiteralPartWhateverWasAddedFirst) {
    EXPECT_EQ(body("/rooms/mine"), "mine");
}

TEST_F(RouterTest, KnowsNoOtherPaths) {
    for (const char* target : {"/room", "/rooms/", "/rooms/a/b", "/rooms//", "//", "/files/x",
                               "/files/x/", "/ROOMS/a", "/rooms/a/"}) {
        EXPECT_EQ(status(target), 404) << target;
    }
    const auto answer = ask(router_, "GET", "/nowhere");
    EXPECT_EQ(answer.headers.get("Content-Type"), "application/problem+json");
    EXPECT_EQ(nlohmann::json::parse(answer.body)["type"], "urn:vuedeo:problem:not-found");
}

TEST_F(RouterTest, AnswersUnknownPathsAsItIsTold) {
    router_.setNotFound([](const net::Request& request) -> net::Response {
        if (request.path == "/nothing") throw Problem(410, "gone", "It was here.");
        net::Response response;
        response.status = 404;
        response.body = "page";
        return response;
    });
    EXPECT_EQ(body("/nowhere"), "page");
    EXPECT_EQ(status("/rooms/%2e%2e"), 404);
    EXPECT_EQ(status("/nothing"), 410);
    EXPECT_EQ(ask(router_, "PUT", "/rooms").status, 405);
}

TEST_F(RouterTest, FallsForNoTrickWithPaths) {
    for (const char* target :
         {"/rooms/..", "/rooms/%2e%2e", "/rooms/.", "/rooms/a%2Fb", "/rooms/a%5cb", "/rooms/a%00b",
          "/rooms/%", "/rooms/%4", "/rooms/%zz", "/files/x/../y", "/files/x/%2E%2E/y",
          "/files/x/a%2f..%2fb", "/files/../files/x/y"}) {
        EXPECT_EQ(status(target), 404) << target;
    }
}

TEST_F(RouterTest, SaysWhichMethodsAnAddressTakes) {
    const auto answer = ask(router_, "PUT", "/rooms/abc");
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(answer.headers.get("Allow"), "DELETE, GET, HEAD, OPTIONS");
    EXPECT_EQ(ask(router_, "GET", "/rooms").headers.get("Allow"), "OPTIONS, POST");
    EXPECT_EQ(ask(router_, "PUT", "/nowhere").status, 404);
}

TEST_F(RouterTest, AnswersOptionsAndHead) {
    const auto options = ask(router_, "OPTIONS", "/rooms/mine");
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(options.headers.get("Allow"), "DELETE, GET, HEAD, OPTIONS");
    EXPECT_EQ(ask(router_, "HEAD", "/rooms/abc").body, "room room=abc");  // the server cuts it
    EXPECT_EQ(ask(router_, "OPTIONS", "/nowhere").status, 404);
}

TEST_F(RouterTest, TriesAnotherRouteForAnotherMethod) {
    EXPECT_EQ(ask(router_, "DELETE", "/rooms/mine").body, "delete room=mine");
}

TEST_F(RouterTest, AddsHeadersToEveryAnswer) {
    router_.setDefaultHeader("X-Frame-Options", "DENY");
    const auto answer = ask(router_, "GET", "/rooms/list");
    EXPECT_EQ(*answer.defaults, (net::Fields{{"X-Frame-Options", "DENY"}}));
    EXPECT_EQ(answer.headers.get("X-Request-Id"), "test-request");
    EXPECT_EQ(*ask(router_, "GET", "/nowhere").defaults, *answer.defaults);
    EXPECT_THROW(router_.setDefaultHeader("X-A", "1\r\nX-B: 2"), std::invalid_argument);
}

TEST_F(RouterTest, TurnsProblemsIntoAnswers) {
    router_.add("GET", "/full", SyncHandler([](const net::Request&) -> net::Response {
                    throw Problem(503, "store-busy", "Try again", "samples[3]").retryAfter(2);
                }));
    const auto answer = ask(router_, "GET", "/full");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.headers.get("Retry-After"), "2");
    EXPECT_EQ(nlohmann::json::parse(answer.body),
              nlohmann::json({{"type", "urn:vuedeo:problem:store-busy"},
                              {"title", "Service Unavailable"},
                              {"status", 503},
                              {"detail", "Try again"},
                              {"field", "samples[3]"},
                              {"request_id", "test-request"}}));
}

TEST_F(RouterTest, KeepsWhatFailedInsideToItself) {
    router_.add("GET", "/fails", SyncHandler([](const net::Request&) -> net::Response {
                    throw std::runtime_error("password=secret");
                }));
    router_.add("GET", "/odd", SyncHandler([](const net::Request&) -> net::Response { throw 42; }));
    for (const char* target : {"/fails", "/odd"}) {
        const auto answer = ask(router_, "GET", target);
        EXPECT_EQ(answer.status, 500);
        EXPECT_EQ(answer.body.find("secret"), std::string::npos);
        EXPECT_EQ(nlohmann::json::parse(answer.body)["request_id"], "test-request");
    }
}

TEST_F(RouterTest, LetsAnAnswerComeLater) {
    std::thread worker;
    router_.add("GET", "/later",
                AsyncHandler([&worker](const RequestPtr& request, const net::Responder& responder) {
                    worker = std::thread([request, responder] {
                        answerErrors(request, responder, [] {
                            throw Problem(410, "room-ended", "The room has ended");
                        });
                    });
                }));
    const auto answer = ask(router_, "GET", "/later");
    worker.join();
    EXPECT_EQ(answer.status, 410);
    EXPECT_EQ(answer.headers.get("X-Request-Id"), "test-request");
}

TEST_F(RouterTest, OutlivesNothingThatAnAnswerNeeds) {
    const auto request = net::makeRequest("GET", "/hold");
    net::KeptAnswer answer(request);
    std::optional<net::Responder> held;
    {
        Router router;
        router.setAccessLog(false);
        router.setDefaultHeader("X-A", "1");
        router.add("GET", "/hold",
                   AsyncHandler([&held](const RequestPtr&, const net::Responder& responder) {
                       held = responder;
                   }));
        router.handle(request, answer.responder());
    }
    held->send({});
    EXPECT_EQ(*answer.wait().defaults, (net::Fields{{"X-A", "1"}}));
}

TEST(Router, RefusesPatternsThatAreNone) {
    Router router;
    for (const char* pattern : {"", "rooms", "/a/{}", "/a/{Room}", "/a/x{room}", "/{rest...}/b",
                                "/{...}", "/{a", "/a}"}) {
        EXPECT_THROW(router.add("GET", pattern, say("")), std::invalid_argument) << pattern;
    }
}

TEST(Router, ListsItsRoutes) {
    Router router;
    router.add("GET", "/a/{b}", say(""));
    ASSERT_EQ(router.routes().size(), 2U);  // and the others
    EXPECT_EQ(router.routes()[0].method, "GET");
    EXPECT_EQ(router.routes()[0].pattern, "/a/{b}");
}

TEST_F(RouterTest, CountsItsAnswersByRouteAndClassOfStatus) {
    router_.add("GET", "/broken",
                [](const net::Request&) -> net::Response { throw std::runtime_error("it is"); });
    for (const char* target : {"/rooms/a", "/rooms/b", "/broken", "/nowhere"}) status(target);
    ask(router_, "HEAD", "/rooms/a");
    ask(router_, "PUT", "/rooms/a");
    std::string counted;
    for (const auto& [method, pattern, counters] : router_.routes()) {
        uint64_t timed = 0;
        uint64_t all = 0;
        for (const auto& count : counters.byTime) timed += count;
        for (std::size_t i = 0; i < counters.byClass.size(); ++i) {
            all += counters.byClass[i];
            if (counters.byClass[i] == 0) continue;
            counted += method + " " + pattern + " " + std::to_string(i + 1) + "xx " +
                       std::to_string(counters.byClass[i]) + "\n";
        }
        EXPECT_EQ(timed, all) << pattern;  // all were quick
    }
    EXPECT_EQ(counted, "GET /rooms/{room} 2xx 3\nGET /broken 5xx 1\nother other 4xx 2\n");
}

TEST(RouteCounters, PutTimesWhereTheyBelong) {
    using std::chrono::microseconds;
    RouteCounters counters;
    for (const int us : {1, 5'000, 5'001, 10'000'000, 10'000'001}) {
        counters.count(200, microseconds(us));
    }
    EXPECT_EQ(counters.byTime[0], 2U);
    EXPECT_EQ(counters.byTime[1], 1U);
    EXPECT_EQ(counters.byTime.back(), 1U);
    EXPECT_EQ(counters.byClass[1], 5U);
    EXPECT_EQ(counters.microseconds, 20'010'003U);
}

}  // namespace
}  // namespace vuedeo::http
