#include "document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vuedeo/abi/quality_fields.h>
#include <nlohmann/json.hpp>
#include <set>

#include "test_series.hpp"

namespace vuedeo::charts::js {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

std::string render(const json& series, const Options& options = {}) {
    return makeDocument(parseSeries(series.dump()), options, [] {});
}

json firstChart(const json& series, const Options& options = {}) {
    return json::parse(render(series, options)).at("participants").at(0).at("charts").at(0);
}

json dataset(const json& chart, const std::string& field, const std::string& role = "value") {
    for (const json& set : chart.at("data").at("datasets")) {
        if (set.at("field") == field && set.at("role") == role) return set;
    }
    return nullptr;
}

json withUpload(const json& value) {
    json series = testSeries();
    json& participant = series["participants"][0];
    participant["time"] = json::array();
    participant["count"] = json::array();
    for (std::size_t i = 0; i < value.size(); ++i) {
        participant["time"].push_back(kTestFromMs + static_cast<int64_t>(i) * 15'000);
        participant["count"].push_back(value[i].is_null() ? 0 : 1);
    }
    participant["values"] = {{"send_bps", testValues(value)}};
    return series;
}

TEST(Document, ShowsBandwidthLeftInMegabitsAndLossRightInPercent) {
    const json chart = firstChart(testSeries());
    EXPECT_EQ(chart.at("type"), "line");
    const json upload = dataset(chart, "send_bps");
    EXPECT_EQ(upload.at("yAxisID"), "left");
    EXPECT_EQ(upload.at("unit"), "Mbit/s");
    EXPECT_EQ(upload.at("data"), json::parse("[1.25, null, 1.31]"));
    const json loss = dataset(chart, "send_loss");
    EXPECT_EQ(loss.at("yAxisID"), "right");
    EXPECT_EQ(loss.at("unit"), "%");
    EXPECT_EQ(loss.at("data"), json::parse("[0.2, null, 0.0]"));
    EXPECT_EQ(chart.at("/options/scales/right/suggestedMax"_json_pointer), 5);
    EXPECT_EQ(chart.at("/options/scales/right/min"_json_pointer), 0);
    EXPECT_EQ(chart.at("/options/scales/x/min"_json_pointer), kTestFromMs);
}

TEST(Document, LetsALineCrossOneMissingSampleAndNoWholeBucketOfThem) {
    json series = testSeries();
    series["interval_s"] = 1;
    series["sample_interval_s"] = 15;
    EXPECT_EQ(json::parse(render(series)).at("bridge_ms"), 37'500);
    series["interval_s"] = 60;
    EXPECT_EQ(json::parse(render(series)).at("bridge_ms"), 60'000);
}

TEST(Document, KeepsGapsInTheData) {
    const json upload = dataset(firstChart(withUpload({1, nullptr, 0, nullptr})), "send_bps");
    EXPECT_EQ(upload.at("data"), json::parse("[0.001, null, 0.0, null]"));
}

TEST(Document, MarksALonePointAmongManyThatWouldHaveNoLine) {
    json::array_t values(100, json(5000));
    values[50] = nullptr;
    values[51] = 7000;
    values[52] = nullptr;
    const json radius = dataset(firstChart(withUpload(values)), "send_bps").at("pointRadius");
    ASSERT_EQ(radius.size(), 100U);
    EXPECT_EQ(radius.at(51), 3);
    EXPECT_EQ(radius.at(49), 0);
}

TEST(Document, MarksALonePointAtEitherEnd) {
    json::array_t values(100, json(nullptr));
    values.front() = 1;
    values.back() = 1;
    const json radius = dataset(firstChart(withUpload(values)), "send_bps").at("pointRadius");
    EXPECT_EQ(radius.at(0), 3);
    EXPECT_EQ(radius.at(99), 3);
}

TEST(Document, MarksEveryPointOfAFewAndNoneOfAnUnbrokenMany) {
    EXPECT_EQ(dataset(firstChart(withUpload({1})), "send_bps").at("pointRadius"), 3);
    const json many = withUpload(json::array_t(500, json(1)));
    EXPECT_EQ(dataset(firstChart(many), "send_bps").at("pointRadius"), 0);
}

TEST(Document, TellsTheFourLinesApartByColourAndByDashOrMarker) {
    json series = testSeries();
    series["fields"].push_back(testField("recv_bps", "Download", "bit/s", "down"));
    series["fields"].push_back(testField("recv_loss", "Packet loss down", "fraction", "down"));
    for (const char* theme : {"light", "dark"}) {
        std::set<std::string> colours;
        std::set<std::string> shapes;
        const json chart = firstChart(
            series, {theme == std::string("dark") ? Theme::kDark : Theme::kLight, "", ""});
        for (const json& set : chart.at("data").at("datasets")) {
            EXPECT_EQ(set.at("borderColor"), set.at("colors").at(theme));
            colours.insert(set.at("borderColor"));
            shapes.insert(set.at("borderDash").dump());
        }
        EXPECT_EQ(colours.size(), 4U);
        EXPECT_EQ(shapes.size(), 4U);
    }
}

TEST(Document, DrawsTheBandOnlyOfAggregatedSamples) {
    json series = testSeries();
    EXPECT_TRUE(dataset(firstChart(series), "send_bps", "max").is_null());
    series["participants"][0]["count"] = {4, 0, 4};
    series["participants"][0]["values"]["send_bps"]["min"] = {1'000'000, nullptr, 1'100'000};
    series["participants"][0]["values"]["send_bps"]["max"] = {2'000'000, nullptr, 2'100'000};
    const json chart = firstChart(series);
    EXPECT_EQ(dataset(chart, "send_bps", "min").at("data"), json::parse("[1.0, null, 1.1]"));
    EXPECT_EQ(dataset(chart, "send_bps", "max").at("data"), json::parse("[2.0, null, 2.1]"));
    EXPECT_EQ(dataset(chart, "send_bps", "max").at("fill"), "-1");
}

TEST(Document, SumsUpByMeanWeightedWithTheSamplesBehindIt) {
    json series = testSeries();
    series["participants"][0]["count"] = {3, 0, 1};
    series["participants"][0]["values"]["send_bps"] = testValues({1'000'000, nullptr, 2'000'000});
    const json stats = dataset(firstChart(series), "send_bps").at("stats");
    EXPECT_EQ(stats, json::parse(R"({"mean": 1.25, "min": 1.0, "max": 2.0})"));
}

TEST(Document, AddsUpWhatTheDictionaryAddsUp) {
    json series = testSeries();
    series["fields"] = {testField("freeze_count", "Freezes", "count", "down", "sum")};
    series["participants"][0]["values"] = {{"freeze_count", testValues({1, nullptr, 3})}};
    EXPECT_EQ(dataset(firstChart(series), "freeze_count").at("stats").at("sum"), 4);
}

TEST(Document, ShowsAParticipantOfWhomNothingIsKnown) {
    const json chart = firstChart(withUpload({nullptr, nullptr}));
    EXPECT_EQ(dataset(chart, "send_bps").at("data"), json::parse("[null, null]"));
    EXPECT_TRUE(dataset(chart, "send_bps").at("stats").is_null());
    EXPECT_EQ(firstChart(withUpload(json::array())).at("data").at("labels"), json::array());
}

TEST(Document, OfNobodyOrOfNoFieldsIsStillADocument) {
    json series = testSeries();
    series["fields"] = json::array();
    EXPECT_EQ(json::parse(render(series)).at("participants").at(0).at("charts"), json::array());
    series["participants"] = json::array();
    EXPECT_EQ(json::parse(render(series)).at("participants"), json::array());
}

TEST(Document, HasEveryFieldOfTheDictionaryInExactlyOneChart) {
    json series = testSeries();
    series["fields"] = json::array();
    json& values = series["participants"][0]["values"] = json::object();
#define VUEDEO_X(constant, name, label, unit, direction, rollup, maximum)  \
    series["fields"].push_back(testField(#name, label, unit, #direction)); \
    values[#name] = testValues({0.5, 0.5, 0.5});
    VUEDEO_QUALITY_FIELDS(VUEDEO_X)
#undef VUEDEO_X
    std::multiset<std::string> drawn;
    const json charts = json::parse(render(series)).at("participants").at(0).at("charts");
    for (const json& chart : charts) {
        EXPECT_THAT(std::string(chart.at("group")), ::testing::Not(::testing::StartsWith("other")));
        for (const json& set : chart.at("data").at("datasets")) drawn.insert(set.at("field"));
    }
    for (const json& field : series["fields"]) {
        const std::string name = field.at("name");
        EXPECT_EQ(drawn.count(name), name == "interval_s" ? 0U : 1U) << name;
    }
}

TEST(Document, DrawsAFieldThatItHasNeverHeardOf) {
    json series = testSeries();
    series["fields"].push_back(testField("battery", "Battery", "J", "none"));
    series["participants"][0]["values"]["battery"] = testValues({1, 2, 3});
    const json charts = json::parse(render(series)).at("participants").at(0).at("charts");
    EXPECT_EQ(charts.back().at("group"), "other-J");
    EXPECT_EQ(dataset(charts.back(), "battery").at("data"), json::parse("[1.0, 2.0, 3.0]"));
}

TEST(Document, LeavesOutFurtherChartsWithoutAnyValue) {
    json series = testSeries();
    series["fields"].push_back(testField("rtt_s", "Round-trip time", "s", "none"));
    series["participants"][0]["values"]["rtt_s"] = testValues({nullptr, nullptr, nullptr});
    EXPECT_EQ(json::parse(render(series)).at("participants").at(0).at("charts").size(), 1U);
    series["participants"][0]["values"]["rtt_s"] = testValues({nullptr, 0.041, nullptr});
    const json charts = json::parse(render(series)).at("participants").at(0).at("charts");
    EXPECT_EQ(dataset(charts.at(1), "rtt_s").at("data"), json::parse("[null, 41.0, null]"));
    EXPECT_EQ(dataset(charts.at(1), "rtt_s").at("unit"), "ms");
}

TEST(Document, CarriesNamesAsTheyAreAndOnlyAsStrings) {
    const std::string name = "</script><b>\"\\\n\u2028 \xF0\x9F\x8E\xA5";
    json series = testSeries();
    series["participants"][0]["name"] = name;
    EXPECT_EQ(json::parse(render(series)).at("participants").at(0).at("name"), name);
}

TEST(Document, IsTheSameBytesForTheSameSeries) {
    const std::string once = render(testSeries());
    for (int i = 0; i < 3; ++i) EXPECT_EQ(render(testSeries()), once);
    EXPECT_THAT(once, ::testing::StartsWith(R"({"version":1,"title":"team-sync",)"));
}

TEST(Document, PassesTheViewersOptionsOn) {
    const json document = json::parse(render(testSeries(), {Theme::kDark, "de", "Europe/Berlin"}));
    EXPECT_EQ(document.at("theme"), "dark");
    EXPECT_EQ(document.at("locale"), "de");
    EXPECT_EQ(document.at("time_zone"), "Europe/Berlin");
    EXPECT_TRUE(json::parse(render(testSeries())).at("locale").is_null());
}

TEST(Document, OfALongCallOfManyIsDrawnWhole) {
    json series = withUpload(json::array_t(1000, json(1'000'000)));
    for (int i = 1; i < 50; ++i) series["participants"].push_back(series["participants"][0]);
    const json document = json::parse(render(series));
    ASSERT_EQ(document.at("participants").size(), 50U);
    EXPECT_EQ(document.at("/participants/49/charts/0/data/labels"_json_pointer).size(), 1000U);
}

TEST(Document, GivesUpWhenToldTo) {
    const Series series = parseSeries(testSeries().dump());
    EXPECT_THROW(makeDocument(series, {}, [] { throw std::runtime_error("enough"); }),
                 std::runtime_error);
}

}  // namespace
}  // namespace vuedeo::charts::js
