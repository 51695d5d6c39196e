#include "http/query.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>

#include "http/problem.hpp"
#include "http/text.hpp"
#include "net/test_answer.hpp"

namespace vuedeo::http {
namespace {

Query query(const std::string& text) {
    return Query(*net::makeRequest("GET", "/?" + text));
}

// The field of the Problem that it throws; "none" if it throws none.
std::string fault(const std::function<void()>& call) {
    try {
        call();
        return "none";
    } catch (const Problem& problem) {
        EXPECT_EQ(problem.status(), 400);
        EXPECT_EQ(problem.type(), "query-invalid");
        return problem.field();
    }
}

TEST(Query, DecodesItsParameters) {
    const Query parsed = query("query=a+b%2B%C3%A9&empty=&flag&&n=-42");
    EXPECT_EQ(parsed.text("query", 100), "a b+\xC3\xA9");
    EXPECT_EQ(parsed.text("empty", 100), "");
    EXPECT_EQ(parsed.text("flag", 100), "");
    EXPECT_EQ(parsed.text("missing", 100), std::nullopt);
    EXPECT_EQ(parsed.integer("n", -100, 100), -42);
    EXPECT_EQ(parsed.integer("missing", 0, 1), std::nullopt);
    EXPECT_EQ(fault([&parsed] { parsed.rejectUnknown(); }), "none");
}

TEST(Query, NamesTheParameterAtFault) {
    EXPECT_EQ(fault([] { query("a=%zz"); }), "a");
    EXPECT_EQ(fault([] { query("a=%f"); }), "a");
    EXPECT_EQ(fault([] { query("a=%C0%80"); }), "a");
    EXPECT_EQ(fault([] { query("a=x%00y"); }), "a");
    EXPECT_EQ(fault([] { query("a=x%0ay"); }), "a");
    EXPECT_EQ(fault([] { query("a=1&b=2&a=1"); }), "a");
    EXPECT_EQ(fault([] { query("%zz=1"); }), "");
    EXPECT_EQ(fault([] { query("=1"); }), "");
    EXPECT_EQ(fault([] { query("a=abc").text("a", 2); }), "a");
}

TEST(Query, TakesOnlyWholeNumbersInRange) {
    for (const char* text :
         {"", "x", "1x", " 1", "+1", "1.0", "1e3", "0x10", "101", "-1", "99999999999999999999"}) {
        EXPECT_EQ(fault([&] { query("n=" + std::string(text)).integer("n", 0, 100); }), "n")
            << text;
    }
    EXPECT_EQ(query("n=100").integer("n", 0, 100), 100);
    EXPECT_EQ(query("n=9223372036854775807").integer("n", 0, std::numeric_limits<int64_t>::max()),
              std::numeric_limits<int64_t>::max());
}

TEST(Query, RejectsWhatNobodyAskedFor) {
    const Query parsed = query("from=1&form=2");
    parsed.integer("from", 0, 10);
    EXPECT_EQ(fault([&parsed] { parsed.rejectUnknown(); }), "form");
}

TEST(Query, IsBounded) {
    std::string many;
    for (int i = 0; i < 65; ++i) many += "p" + std::to_string(i) + "&";
    EXPECT_EQ(fault([&many] { query(many); }), "");
}

TEST(Text, KnowsUtf8) {
    for (const char* good : {"", "a", "\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF",
                             "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
        EXPECT_TRUE(isValidUtf8(good)) << good;
    }
    for (const char* bad :
         {"\x80", "\xC1\xBF", "\xC2", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "a\xFF"}) {
        EXPECT_FALSE(isValidUtf8(bad)) << bad;
    }
}

}  // namespace
}  // namespace vuedeo::http
