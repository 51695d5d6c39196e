#include "http/json_body.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "http/problem.hpp"
#include "net/test_answer.hpp"

namespace vuedeo::http {
namespace {

net::Request withBody(const std::string& body,
                      const std::string& contentType = "application/json") {
    net::Request request = *net::makeRequest("POST", "/", body);
    if (!contentType.empty()) request.head.set("Content-Type", contentType);
    return request;
}

std::optional<Problem> problemOf(const net::Request& request) {
    try {
        parseJsonBody(request);
        return std::nullopt;
    } catch (const Problem& problem) {
        return problem;
    }
}

std::string nested(int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
}

TEST(JsonBody, IsRead) {
    EXPECT_EQ(parseJsonBody(withBody(R"({"a": [1, 2.5, null, "x"]})")),
              nlohmann::json({{"a", {1, 2.5, nullptr, "x"}}}));
    EXPECT_EQ(parseJsonBody(withBody("1", "Application/JSON; charset=UTF-8")), 1);
}

TEST(JsonBody, MustBeCalledJson) {
    for (const char* type : {"", "text/plain", "application/json-seq", "application/xml",
                             "application/json; charset=latin1", "application", "json", "/", ";"}) {
        const auto problem = problemOf(withBody("{}", type));
        ASSERT_TRUE(problem) << type;
        EXPECT_EQ(problem->status(), 415);
    }
}

TEST(JsonBody, MustBeJson) {
    for (const std::string body : {"", " ", "{", "{}x", "{'a':1}", "{\"a\":1,}", "[1,]", "NaN",
                                   "Infinity", "01", "+1", "1.", "// a\n1", "\"\t\"", "\"\\x\"",
                                   "\"\\ud800\"", "\"\xC0\x80\"", "\"\xED\xA0\x80\"", "tru"}) {
        const auto problem = problemOf(withBody(body));
        ASSERT_TRUE(problem) << body;
        EXPECT_EQ(problem->status(), 400) << body;
        EXPECT_EQ(problem->type(), "json-invalid");
    }
    EXPECT_TRUE(problemOf(withBody("1e999")));
    EXPECT_TRUE(problemOf(withBody(std::string("1\0", 2))));
}

TEST(JsonBody, IsFaultedWhereItIsWrong) {
    EXPECT_NE(std::string(problemOf(withBody("{\n  \"a\": x}"))->what()).find("line 2, column 8"),
              std::string::npos)
        << problemOf(withBody("{\n  \"a\": x}"))->what();
}

TEST(JsonBody, GivesNoMemberTwice) {
    const auto problem = problemOf(withBody(R"({"a": 1, "b": {"c": 1, "c": 2}})"));
    ASSERT_TRUE(problem);
    EXPECT_EQ(problem->field(), "c");
    EXPECT_FALSE(problemOf(withBody(R"([{"a": {"a": 1}}, {"a": 2}])")));
}

TEST(JsonBody, NestsNoDeeperThanItMay) {
    EXPECT_FALSE(problemOf(withBody(nested(kJsonDepth))));
    EXPECT_TRUE(problemOf(withBody(nested(kJsonDepth + 1))));
    EXPECT_TRUE(problemOf(withBody(nested(400'000))));
    EXPECT_TRUE(problemOf(withBody(std::string(900'000, '['))));
}

}  // namespace
}  // namespace vuedeo::http
