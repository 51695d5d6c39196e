#include "quality/sample_json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "http/problem.hpp"
#include "net/test_answer.hpp"

namespace vuedeo::quality {
namespace {

using nlohmann::json;

constexpr int64_t kNow = 1'700'000'000'000;

json body(const json& sample) {
    return {{"samples", json::array({sample})}};
}

net::Request withBody(const std::string& text) {
    net::Request request = *net::makeRequest("POST", "/", text);
    request.head.set("Content-Type", "application/json");
    return request;
}

// "status type field" of what the body is refused with.
std::string refusalOf(const std::string& text) {
    try {
        samplesFromBody(withBody(text), kNow);
    } catch (const http::Problem& problem) {
        return std::to_string(problem.status()) + " " + problem.type() + " " + problem.field();
    }
    return "accepted";
}

std::string refusal(const json& document) {
    return refusalOf(document.dump());
}

TEST(SampleJson, ReadsSamplesWithUnknownAsNaN) {
    const json document = {
        {"samples",
         {{{"sampled_at", kNow}, {"rtt_s", 0.25}, {"send_bps", 1'000'000}, {"recv_loss", nullptr}},
          {{"sampled_at", kNow - 1000}}}}};
    const auto samples = samplesFromBody(withBody(document.dump()), kNow);
    ASSERT_EQ(samples.size(), 2U);
    EXPECT_EQ(samples[0].sampled_at_ms, kNow);
    EXPECT_EQ(samples[0].values[VUEDEO_FIELD_RTT_S], 0.25F);
    EXPECT_EQ(samples[0].values[VUEDEO_FIELD_SEND_BPS], 1e6F);
    EXPECT_TRUE(std::isnan(samples[0].values[VUEDEO_FIELD_RECV_LOSS]));
    EXPECT_EQ(samples[0].room.size, 0U);
    for (const float value : samples[1].values) EXPECT_TRUE(std::isnan(value));
}

TEST(SampleJson, RefusesOtherShapes) {
    EXPECT_EQ(refusal(json::array()), "400 samples-invalid ");
    EXPECT_EQ(refusal(json::object()), "400 samples-invalid samples");
    EXPECT_EQ(refusal({{"samples", json::array()}}), "400 samples-invalid samples");
    EXPECT_EQ(refusal({{"samples", 3}}), "400 samples-invalid samples");
    EXPECT_EQ(refusal({{"samples", {1}}}), "400 samples-invalid samples[0]");
    EXPECT_EQ(refusal({{"samples", {{{"sampled_at", kNow}}}}, {"room", "r"}}),
              "400 samples-invalid room");
}

TEST(SampleJson, NamesTheSampleAndTheMemberAtFault) {
    const json good = {{"sampled_at", kNow}};
    json bad = good;
    bad["rtt_s"] = "fast";
    EXPECT_EQ(refusal({{"samples", {good, good, good, bad}}}),
              "400 samples-invalid samples[3].rtt_s");
    EXPECT_EQ(refusal(body({{"sampled_at", kNow}, {"rtt", 1}})),
              "400 samples-invalid samples[0].rtt");
    EXPECT_EQ(refusal(body({{"sampled_at", kNow}, {"rtt_s", true}})),
              "400 samples-invalid samples[0].rtt_s");
    EXPECT_EQ(refusal(body({{"rtt_s", 1}})), "400 samples-invalid samples[0].sampled_at");
}

TEST(SampleJson, RefusesWhatNests) {
    EXPECT_EQ(refusalOf("[]"), "400 samples-invalid ");
    EXPECT_EQ(refusalOf(R"({"samples": {"a": 1}})"), "400 samples-invalid samples");
    EXPECT_EQ(refusalOf(R"({"samples": [[]]})"), "400 samples-invalid samples[0]");
    EXPECT_EQ(refusalOf(R"({"samples": [{"rtt_s": [1]}]})"),
              "400 samples-invalid samples[0].rtt_s");
    EXPECT_EQ(refusalOf(R"({"samples": [{"sampled_at": {}}]})"),
              "400 samples-invalid samples[0].sampled_at");
}

TEST(SampleJson, RefusesAMemberGivenTwice) {
    const std::string sample = R"({"sampled_at": 1700000000000})";
    EXPECT_EQ(refusalOf(R"({"samples": [)" + sample + R"(], "samples": [)" + sample + "]}"),
              "400 json-invalid samples");
    EXPECT_EQ(refusalOf(R"({"samples": [{"rtt_s": null, "rtt_s": 1}]})"), "400 json-invalid rtt_s");
    EXPECT_EQ(refusalOf(R"({"samples": [{"sampled_at": 1700000000000, "sampled_at": 1}]})"),
              "400 json-invalid sampled_at");
}

TEST(SampleJson, RefusesWhatIsNotJson) {
    EXPECT_EQ(refusalOf(""), "400 json-invalid ");
    EXPECT_EQ(refusalOf(R"({"samples": [{"sampled_at": 1700000000000)"), "400 json-invalid ");
    EXPECT_EQ(refusalOf(R"({"samples": [{"sampled_at": 1700000000000}]} x)"), "400 json-invalid ");
    EXPECT_EQ(refusalOf(R"({"samples": [{"rtt_s": 1e999}]})"), "400 json-invalid ");
}

TEST(SampleJson, DoesNotRepeatAnEndlessName) {
    EXPECT_LT(refusal(body({{"sampled_at", kNow}, {std::string(5000, 'x'), 1}})).size(), 200U);
}

TEST(SampleJson, AcceptsValuesWithinTheirRangeOnly) {
    const auto loss = [](const json& value) {
        return refusal(body({{"sampled_at", kNow}, {"send_loss", value}}));
    };
    EXPECT_EQ(loss(0), "accepted");
    EXPECT_EQ(loss(1.0), "accepted");
    EXPECT_EQ(loss(1.0001), "422 value-out-of-range samples[0].send_loss");
    EXPECT_EQ(loss(-0.1), "422 value-out-of-range samples[0].send_loss");
}

TEST(SampleJson, AcceptsTimesAroundNowOnly) {
    const auto at = [](const json& time) { return refusal(body({{"sampled_at", time}})); };
    const std::string outOfRange = "422 sampled-at-out-of-range samples[0].sampled_at";
    EXPECT_EQ(at(kNow - kMaxSampleAgeMs), "accepted");
    EXPECT_EQ(at(kNow - kMaxSampleAgeMs - 1), outOfRange);
    EXPECT_EQ(at(kNow + kMaxClockLeadMs), "accepted");
    EXPECT_EQ(at(kNow + kMaxClockLeadMs + 1), outOfRange);
    EXPECT_EQ(at(UINT64_MAX), outOfRange);
    EXPECT_EQ(at(INT64_MIN), outOfRange);
    EXPECT_EQ(at(1.7e12), "400 samples-invalid samples[0].sampled_at");
    EXPECT_EQ(at(nullptr), "400 samples-invalid samples[0].sampled_at");
}

TEST(SampleJson, BoundsTheSamplesOfOneRequest) {
    json samples = json::array();
    for (std::size_t i = 0; i < kMaxSamplesPerRequest; ++i)
        samples.push_back({{"sampled_at", kNow}});
    EXPECT_EQ(refusal({{"samples", samples}}), "accepted");
    samples.push_back(samples[0]);
    EXPECT_EQ(refusal({{"samples", samples}}), "413 too-many-samples samples");
}

}  // namespace
}  // namespace vuedeo::quality
