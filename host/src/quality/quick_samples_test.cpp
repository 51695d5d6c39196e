#include "quality/quick_samples.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>
#include <string>

#include "http/problem.hpp"
#include "net/test_answer.hpp"
#include "quality/dictionary.hpp"
#include "quality/sample_reader.hpp"

namespace vuedeo::quality {
namespace {

constexpr int64_t kReceivedAt = 1'700'000'000'000;

using Samples = std::vector<vuedeo_sample>;

std::optional<Samples> readThoroughly(const std::string& body) {
    net::Request request = *net::makeRequest("POST", "/", body);
    request.head.set("Content-Type", "application/json");
    try {
        return readSamples(request, kReceivedAt);
    } catch (const http::Problem&) {
        return std::nullopt;
    }
}

bool areSame(const Samples& a, const Samples& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i].sampled_at_ms != b[i].sampled_at_ms) return false;
        for (uint32_t field = 0; field < VUEDEO_FIELD_COUNT; ++field) {
            const float one = a[i].values[field];
            const float other = b[i].values[field];
            if (one != other && !(std::isnan(one) && std::isnan(other))) return false;
        }
    }
    return true;
}

// All fields, as a browser sends them.
std::string fullBody() {
    std::string body = R"({"samples":[{"sampled_at":1700000000000)";
    for (const FieldInfo& field : fields()) body += std::string(",\"") + field.name + "\":0.125";
    return body + "}]}";
}

TEST(QuickSamples, TakesWhatBrowsersSend) {
    const auto samples = readQuickly(fullBody(), kReceivedAt);
    ASSERT_TRUE(samples);
    ASSERT_EQ(samples->size(), 1U);
    EXPECT_EQ(samples->front().sampled_at_ms, kReceivedAt);
    for (const float value : samples->front().values) EXPECT_EQ(value, 0.125F);
    EXPECT_TRUE(readQuickly("{\"samples\":[ {\"rtt_s\" :null,\n\"sampled_at\":1700000000000}]} ",
                            kReceivedAt));
}

TEST(QuickSamples, LeavesTheRestToTheThoroughReader) {
    for (const char* body :
         {"", "{", "[]", "{}", R"({"samples":[]})", R"({"samples":[{}]})", R"({"samples":[1]})",
          R"({"samples":[{"sampled_at":1700000000000}]} x)",
          R"({"samples":[{"sampled_at":1700000000000}],"samples":[]})",
          R"({"samples":[{"sampled_at":1700000000000}],"more":1})",
          R"({"samples":[{"sampled_at":1}]})", R"({"samples":[{"sampled_at":1700000000000.0}]})",
          R"({"samples":[{"sampled_at":1700000000000,"rtt_s":-1}]})",
          R"({"samples":[{"sampled_at":1700000000000,"rtt_s":"1"}]})",
          R"({"samples":[{"sampled_at":1700000000000,"send_loss":1.1}]})",
          R"({"samples":[{"sampled_at":1700000000000,"other":1}]})",
          R"({"samples":[{"sampled_at":1700000000000,"rtt_s":1,"rtt_s":1}]})"}) {
        EXPECT_FALSE(readQuickly(body, kReceivedAt)) << body;
    }
}

TEST(QuickSamples, AreWhatTheThoroughReaderMakesOfTheSameBody) {
    const std::string whole = fullBody();
    const std::string pieces =
        "{}[]:,\"\\0123456789.-+eE nultrfasmpd\n\t\x80\xff" + std::string(1, '\0');
    std::mt19937 random(7);
    const auto below = [&random](std::size_t limit) { return random() % limit; };
    int taken = 0;
    for (int round = 0; round < 40'000; ++round) {
        std::string body = whole;
        for (std::size_t edits = below(3) + 1; edits > 0; --edits) {
            const std::size_t at = below(body.size());
            const char piece = pieces[below(pieces.size())];
            switch (below(4)) {
                case 0:
                    body[at] = piece;
                    break;
                case 1:
                    body.insert(at, 1, piece);
                    break;
                case 2:
                    body.erase(at, below(4) + 1);
                    break;
                default:
                    body.insert(at, body.substr(below(body.size()), below(40)));
                    break;
            }
        }
        const auto quick = readQuickly(body, kReceivedAt);
        if (!quick) continue;
        ++taken;
        const auto thorough = readThoroughly(body);
        ASSERT_TRUE(thorough && areSame(*quick, *thorough)) << body;
    }
    EXPECT_GT(taken, 300);
}

}  // namespace
}  // namespace vuedeo::quality
