#include "net/request_parser.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace vuedeo::net {
namespace {

using State = RequestParser::State;

const Limits kLimits;

struct Parsed {
    State state = State::kIdle;
    std::shared_ptr<Request> request;
    HeadFacts facts;
    std::optional<Refusal> refusal;
    std::size_t taken = 0;
};

// Feeds the text in pieces of the given size.
Parsed parse(std::string_view text, const Limits& limits = kLimits,
             std::size_t pieceBytes = 1 << 20) {
    RequestParser parser(limits);
    Parsed parsed;
    while (parsed.taken < text.size() && parser.state() < State::kComplete) {
        parsed.taken += parser.feed(text.substr(parsed.taken, pieceBytes));
    }
    parsed.state = parser.state();
    if (parsed.state == State::kFailed) parsed.refusal = parser.refusal();
    if (parsed.state == State::kComplete) {
        parsed.facts = parser.facts();
        parsed.request = parser.take();
    }
    return parsed;
}

int refusedWith(std::string_view text, const Limits& limits = kLimits) {
    const Parsed whole = parse(text, limits);
    const Parsed bytewise = parse(text, limits, 1);
    EXPECT_EQ(whole.state, bytewise.state) << text;
    if (!whole.refusal || !bytewise.refusal) return 0;
    EXPECT_EQ(whole.refusal->status, bytewise.refusal->status) << text;
    EXPECT_FALSE(whole.refusal->detail.empty());
    return whole.refusal->status;
}

const std::string kPost =
    "POST /rooms/a%20b?x=1&y HTTP/1.1\r\nHost: example.org:8080\r\n"
    "Content-Length: 5\r\nX-Thing: \t one, two \t\r\n\r\nhello";

TEST(RequestParser, ReadsARequestHoweverItIsCut) {
    for (std::size_t cut = 1; cut < kPost.size(); ++cut) {
        RequestParser parser(kLimits);
        const std::string_view text = kPost;
        ASSERT_EQ(parser.feed(text.substr(0, cut)), cut);
        ASSERT_NE(parser.state(), State::kComplete);
        ASSERT_EQ(parser.feed(text.substr(cut)), kPost.size() - cut);
        ASSERT_EQ(parser.state(), State::kComplete) << "cut at " << cut;
        const auto request = parser.take();
        EXPECT_EQ(request->method(), "POST");
        EXPECT_EQ(request->path, "/rooms/a%20b");
        EXPECT_EQ(request->query, "x=1&y");
        EXPECT_EQ(request->header("x-thing"), "one, two");
        EXPECT_EQ(request->body, "hello");
        EXPECT_EQ(parser.state(), State::kIdle);
    }
}

TEST(RequestParser, ReadsARequestByteForByte) {
    const Parsed parsed = parse(kPost, {}, 1);
    ASSERT_EQ(parsed.state, State::kComplete);
    EXPECT_EQ(parsed.request->body, "hello");
}

TEST(RequestParser, TakesNoMoreThanOneOfSeveralRequests) {
    const std::string second = "GET /second HTTP/1.1\r\nHost: x\r\n\r\n";
    const std::string both = kPost + second;
    RequestParser parser(kLimits);
    ASSERT_EQ(parser.feed(both), kPost.size());
    ASSERT_EQ(parser.state(), State::kComplete);
    EXPECT_EQ(parser.feed(second), 0U);
    parser.take();
    ASSERT_EQ(parser.feed(second), second.size());
    EXPECT_EQ(parser.take()->path, "/second");
}

TEST(RequestParser, SkipsOneEmptyLineBeforeARequest) {
    for (const std::size_t piece : {1U, 1000U}) {
        const Parsed parsed = parse("\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", {}, piece);
        ASSERT_EQ(parsed.state, State::kComplete);
        EXPECT_EQ(parsed.request->path, "/");
    }
    EXPECT_EQ(refusedWith("\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
}

TEST(RequestParser, KnowsWhetherTheClientWantsToStay) {
    const auto stays = [](const std::string& version, const std::string& fields) {
        return parse("GET / " + version + "\r\nHost: x\r\n" + fields + "\r\n").facts.keepAlive;
    };
    EXPECT_TRUE(stays("HTTP/1.1", ""));
    EXPECT_FALSE(stays("HTTP/1.1", "Connection: Close\r\n"));
    EXPECT_FALSE(stays("HTTP/1.1", "Connection: keep-alive, close\r\n"));
    EXPECT_FALSE(stays("HTTP/1.0", ""));
    EXPECT_TRUE(stays("HTTP/1.0", "Connection: Keep-Alive\r\n"));
}

TEST(RequestParser, TakesTheFormsOfATargetThatAServerIsSent) {
    const auto target = [](const std::string& line) {
        const Parsed parsed = parse(line + " HTTP/1.1\r\nHost: x\r\n\r\n");
        return parsed.request ? parsed.request->path + "|" + parsed.request->query : "refused";
    };
    EXPECT_EQ(target("GET /a?b"), "/a|b");
    EXPECT_EQ(target("GET http://host.example/a?b"), "/a|b");
    EXPECT_EQ(target("GET HTTPS://host.example"), "/|");
    EXPECT_EQ(target("GET http://host.example?b"), "/|b");
    EXPECT_EQ(target("OPTIONS *"), "*|");
    EXPECT_EQ(target("GET *"), "refused");
    EXPECT_EQ(target("GET a/b"), "refused");
    EXPECT_EQ(target("CONNECT host.example:443"), "refused");
    EXPECT_EQ(target("GET /a#b"), "refused");
    EXPECT_EQ(target("GET /a b"), "refused");
    EXPECT_EQ(target("GET /caf\xC3\xA9"), "refused");
}

TEST(RequestParser, LeavesEncodedWordsInFieldsAlone) {
    const Parsed parsed = parse("GET / HTTP/1.1\r\nHost: x\r\nX-A: =?utf-8?B?YQ0KYg==?=\r\n\r\n");
    ASSERT_TRUE(parsed.request);
    EXPECT_EQ(parsed.request->header("X-A"), "=?utf-8?B?YQ0KYg==?=");
}

class RefusedHead : public testing::TestWithParam<std::pair<int, std::string>> {};

TEST_P(RefusedHead, IsRefusedHoweverItIsCut) {
    EXPECT_EQ(refusedWith(GetParam().second), GetParam().first) << GetParam().second;
}

std::string with(const std::string& fields) {
    return "POST / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n";
}

INSTANTIATE_TEST_SUITE_P(
    Smuggling, RefusedHead,
    testing::Values(std::pair{400, with("Content-Length: 5\r\nContent-Length: 6\r\n")},
                    std::pair{400, with("Content-Length: 5\r\nContent-Length: 5\r\n")},
                    std::pair{400, with("Content-Length: 5, 5\r\n")},
                    std::pair{400, with("Content-Length: +5\r\n")},
                    std::pair{400, with("Content-Length: -1\r\n")},
                    std::pair{400, with("Content-Length: 0x5\r\n")},
                    std::pair{400, with("Content-Length:\r\n")},
                    std::pair{400, with("Content-Length: 5 6\r\n")},
                    std::pair{413, with("Content-Length: 99999999999999999999999999\r\n")},
                    std::pair{411, with("Transfer-Encoding: chunked\r\n")},
                    std::pair{411, with("Transfer-Encoding: identity\r\n")},
                    std::pair{411, with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")},
                    std::pair{411, with("transfer-encoding: xchunked\r\n")},
                    std::pair{400, with("Transfer-Encoding : chunked\r\n")},
                    std::pair{400, with("Content-Length : 5\r\n")},
                    std::pair{400, with(" Content-Length: 5\r\n")},
                    std::pair{400, with("X-A: 1\r\n Content-Length: 5\r\n")},
                    std::pair{400, with("X-A: 1\r\n\tfolded\r\n")},
                    std::pair{400, with("X-A: 1\nContent-Length: 5\r\n")},
                    std::pair{400, with("X-A: 1\rContent-Length: 5\r\n")},
                    std::pair{400, with(std::string("X-A: a\0b\r\n", 10))},
                    std::pair{400, with("X-A: a\x01"
                                        "b\r\n")},
                    std::pair{400, with("X-A: a\x7F\r\n")}, std::pair{400, with("X A: 1\r\n")},
                    std::pair{400, with(": 1\r\n")}, std::pair{400, with("no colon\r\n")},
                    std::pair{400, with("X-\xC3\xA9: 1\r\n")}));

INSTANTIATE_TEST_SUITE_P(
    Malformed, RefusedHead,
    testing::Values(std::pair{411, with("")}, std::pair{417, with("Expect: magic\r\n")},
                    std::pair{400, with("Host: y\r\n")},
                    std::pair{400, std::string("GET / HTTP/1.1\r\n\r\n")},
                    std::pair{400, std::string("GET / HTTP/1.1\r\nHost: a b\r\n\r\n")},
                    std::pair{400, std::string("GET / HTTP/1.1\r\nHost: user@host\r\n\r\n")},
                    std::pair{400, std::string("GET / HTTP/1.1\nHost: x\n\n")},
                    std::pair{400, std::string("GET /\r\n\r\n")},
                    std::pair{400, std::string("GET\r\n\r\n")},
                    std::pair{400, std::string("GET  HTTP/1.1\r\nHost: x\r\n\r\n")},
                    std::pair{400, std::string("GET / http/1.1\r\nHost: x\r\n\r\n")},
                    std::pair{400, std::string("GET / HTTP/1.1 \r\nHost: x\r\n\r\n")},
                    std::pair{400, std::string("G(T / HTTP/1.1\r\nHost: x\r\n\r\n")},
                    std::pair{400, std::string("\x16\x03\x01\x02\x00\x01\n", 7)},
                    std::pair{505, std::string("GET / HTTP/1.2\r\nHost: x\r\n\r\n")},
                    std::pair{505, std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")}));

TEST(RequestParser, HoldsTheLimitOfHeaderBytesToTheByte) {
    const std::string text = "GET / HTTP/1.1\r\nHost: x\r\nX-A: 12345\r\n\r\n";
    Limits limits;
    limits.headerBytes = text.size();
    EXPECT_EQ(refusedWith(text, limits), 0);
    limits.headerBytes = text.size() - 1;
    EXPECT_EQ(refusedWith(text, limits), 431);
    EXPECT_EQ(refusedWith(std::string(100'000, 'a'), limits), 431);
}

TEST(RequestParser, HoldsTheLimitOfHeaderFields) {
    Limits limits;
    limits.headerCount = 3;
    const std::string start = "GET / HTTP/1.1\r\nHost: x\r\n";
    EXPECT_EQ(refusedWith(start + "A: 1\r\nB: 2\r\n\r\n", limits), 0);
    EXPECT_EQ(refusedWith(start + "A: 1\r\nB: 2\r\nC: 3\r\n\r\n", limits), 431);
}

TEST(RequestParser, RefusesALargeBodyBeforeItComes) {
    Limits limits;
    limits.bodyBytes = 10;
    EXPECT_EQ(
        parse("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789", limits).state,
        State::kComplete);
    EXPECT_EQ(refusedWith("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n", limits), 413);
}

TEST(RequestParser, TellsWhenAClientWaitsForAContinue) {
    RequestParser parser(kLimits);
    parser.feed("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-Continue\r\n\r\n");
    EXPECT_EQ(parser.state(), State::kBody);
    EXPECT_TRUE(parser.facts().expectsContinue);
    EXPECT_EQ(parser.bodyMissing(), 3U);
}

// Whatever is done to a request, the parser ends in a state, and takes no more than it was given.
TEST(RequestParser, SurvivesMutatedRequests) {
    std::mt19937 random(20240601);  // NOLINT(cert-msc51-cpp): the same every time
    const auto below = [&random](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
    const std::string spice("\r\n\0 :\t\x7F\xFF%,;=", 13);
    for (int round = 0; round < 20'000; ++round) {
        std::string text = kPost + kPost;
        for (std::size_t n = 0; n <= below(4); ++n) {
            const std::size_t at = below(text.size());
            const std::size_t what = below(3);
            if (what == 0) text[at] = static_cast<char>(below(256));
            if (what == 1) text.erase(at, 1 + below(5));
            if (what == 2) text.insert(at, 1, spice[below(spice.size())]);
        }
        const std::size_t piece = 1 + below(40);
        const Parsed parsed = parse(text, {}, piece);
        ASSERT_LE(parsed.taken, text.size());
        const Parsed whole = parse(text);
        ASSERT_EQ(parsed.state, whole.state) << text;
        if (whole.state == State::kComplete) {
            ASSERT_EQ(parsed.taken, whole.taken);
            ASSERT_EQ(parsed.request->body, whole.request->body);
        }
    }
}

}  // namespace
}  // namespace vuedeo::net
