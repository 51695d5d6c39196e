#include "quality/series_json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "http/problem.hpp"

namespace vuedeo::quality {
namespace {

using nlohmann::json;

constexpr SeriesPlan kPlan{60'000, 150'000, 15'000};
const std::vector<uint32_t> kFields = {VUEDEO_FIELD_RTT_S, VUEDEO_FIELD_FREEZE_COUNT};

void add(SeriesJson& series, const std::string& participant, int64_t startMs,
         const std::vector<vuedeo_aggregate>& cells) {
    vuedeo_bucket bucket{};
    bucket.size = sizeof bucket;
    bucket.field_count = static_cast<uint32_t>(cells.size());
    bucket.participant_id = {participant.data(), participant.size()};
    bucket.start_ms = startMs;
    bucket.sample_count = 4;
    bucket.aggregates = cells.data();
    series.add(bucket);
}

const std::vector<vuedeo_aggregate> kCells = {{0.3F, 0.1F, 0.2F, 2}, {6, 1, 3, 3}};

TEST(SeriesJson, SaysWhatItHoldsWithoutBuckets) {
    const SeriesJson series("r1", kPlan, kFields);
    const json document = json::parse(series.text({{"p1", "Ada"}}));
    EXPECT_EQ(document["room"], "r1");
    EXPECT_EQ(document["from"], 60'000);
    EXPECT_EQ(document["to"], 150'000);
    EXPECT_EQ(document["interval_s"], 15);
    EXPECT_EQ(document["participants"], json::array());
    EXPECT_EQ(document["fields"][1], json::parse(R"({"name": "freeze_count", "label": "Freezes",
        "unit": "count", "direction": "down", "rollup": "sum"})"));
}

TEST(SeriesJson, GivesMeansOrSumsAsTheFieldsRollUp) {
    SeriesJson series("r1", kPlan, kFields);
    add(series, "p1", 75'000, kCells);
    const json document = json::parse(series.text({{"p1", "Ada"}}));
    EXPECT_EQ(document["participants"], json::parse(R"([{"id": "p1", "name": "Ada",
        "time": [75000], "count": [4], "values": {
            "rtt_s": {"value": [0.15], "min": [0.1], "max": [0.2]},
            "freeze_count": {"value": [6], "min": [1], "max": [3]}}}])"));
}

TEST(SeriesJson, FillsGapsWithNullFromTheFirstBucketToTheLast) {
    SeriesJson series("r1", kPlan, kFields);
    add(series, "p1", 75'000, kCells);
    add(series, "p1", 120'000, kCells);
    const json participant = json::parse(series.text({}))["participants"][0];
    EXPECT_EQ(participant["time"], (json{75'000, 90'000, 105'000, 120'000}));
    EXPECT_EQ(participant["count"], (json{4, 0, 0, 4}));
    EXPECT_EQ(participant["values"]["freeze_count"]["value"], (json{6, nullptr, nullptr, 6}));
    EXPECT_EQ(participant["values"]["rtt_s"]["min"][1], nullptr);
}

TEST(SeriesJson, KeepsUnknownApartFromZero) {
    SeriesJson series("r1", kPlan, kFields);
    add(series, "p1", 75'000, {{0, 0, 0, 0}, {0, 0, 0, 1}});
    const json values = json::parse(series.text({}))["participants"][0]["values"];
    EXPECT_EQ(values["rtt_s"]["value"][0], nullptr);
    EXPECT_EQ(values["freeze_count"]["value"][0], 0);
}

TEST(SeriesJson, OrdersParticipantsAsTheyCameAndTheUnnamedLast) {
    SeriesJson series("r1", kPlan, kFields);
    for (const char* id : {"a", "b", "c"}) add(series, id, 75'000, kCells);
    const json list = json::parse(series.text({{"c", "Cleo"}, {"x", "Absent"}, {"a", ""}}));
    const json& participants = list["participants"];
    ASSERT_EQ(participants.size(), 3U);
    EXPECT_EQ(participants[0]["name"], "Cleo");
    EXPECT_EQ(participants[1]["name"], "a");
    EXPECT_EQ(participants[2]["name"], "b");
}

TEST(SeriesJson, EscapesNamesAndRepairsWhatIsNoUtf8) {
    SeriesJson series("r1", kPlan, kFields);
    add(series, "p1", 75'000, kCells);
    const json document = json::parse(series.text({{"p1", "A\"\\\n\xff"}}));
    EXPECT_EQ(document["participants"][0]["name"], "A\"\\\n\xEF\xBF\xBD");
}

TEST(SeriesJson, WritesNoNumberThatJsonLacks) {
    SeriesJson series("r1", kPlan, kFields);
    add(series, "p1", 75'000, {{HUGE_VAL, 0, NAN, 1}, {1e17, 0.5, 1e300, 1}});
    const json values = json::parse(series.text({}))["participants"][0]["values"];
    EXPECT_EQ(values["rtt_s"]["value"][0], nullptr);
    EXPECT_EQ(values["rtt_s"]["max"][0], nullptr);
}

TEST(SeriesJson, IsBounded) {
    const SeriesPlan endless{0, 5'000'000'000'000, 1'000};
    SeriesJson series("r1", endless, kFields);
    add(series, "p1", 0, kCells);
    EXPECT_THROW(add(series, "p1", 4'000'000'000'000, kCells), http::Problem);
}

}  // namespace
}  // namespace vuedeo::quality
