#include "series.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <vuedeo/plugin.hpp>

#include "json.hpp"
#include "test_series.hpp"

namespace vuedeo::charts {
namespace {

using nlohmann::json;

// The path that parsing complains about; "" when it does not.
std::string faultyPath(const std::string& text) {
    try {
        parseSeries(text);
        return "";
    } catch (const Error& error) {
        EXPECT_EQ(error.status(), VUEDEO_E_INVALID);
        EXPECT_STRNE(error.what(), "");
        return error.field();
    }
}

std::string faultyPath(const json& series) {
    return faultyPath(series.dump());
}

json with(const char* pointer, const json& value) {
    json series = testSeries();
    series[json::json_pointer(pointer)] = value;
    return series;
}

TEST(Series, KeepsUnknownApartFromZero) {
    const Series series =
        parseSeries(with("/participants/0/values/send_bps/value", {0, nullptr, 5}).dump());
    const std::vector<double>& value = series.participants.at(0).values.at(0).value;
    EXPECT_EQ(value.at(0), 0);
    EXPECT_TRUE(std::isnan(value.at(1)));
    EXPECT_EQ(value.at(2), 5);
}

TEST(Series, MayBeEmpty) {
    json series = testSeries();
    series["participants"] = json::array();
    EXPECT_EQ(faultyPath(series), "");
    series["fields"] = json::array();
    EXPECT_EQ(faultyPath(series), "");
}

TEST(Series, MayLackAFieldOfOneParticipant) {
    json series = testSeries();
    series["participants"][0]["values"].erase("send_loss");
    EXPECT_TRUE(parseSeries(series.dump()).participants.at(0).values.at(1).value.empty());
}

TEST(Series, IgnoresMembersOfLaterVersions) {
    EXPECT_EQ(faultyPath(with("/later", 1)), "");
    EXPECT_EQ(faultyPath(with("/participants/0/later", 1)), "");
}

TEST(Series, ThatIsNoJsonObjectIsRefused) {
    for (const char* text : {"", "{", "nonsense", "[]", "null", "{\"room\":\"\xff\"}", "{} {}"}) {
        EXPECT_EQ(faultyPath(std::string(text)), "series") << text;
    }
}

TEST(Series, NestedWithoutEndIsRefusedBeforeItFillsMemory) {
    EXPECT_EQ(faultyPath(std::string(5'000'000, '[')), "series");
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += R"({"a":)";
    EXPECT_EQ(faultyPath(objects), "series");
}

TEST(Series, TooLongIsRefusedUnread) {
    EXPECT_EQ(faultyPath(std::string(kMaxJsonBytes + 1, ' ')), "series");
}

TEST(Series, NamesTheMemberThatIsMissing) {
    for (const char* key : {"room", "from", "to", "interval_s", "fields", "participants"}) {
        json series = testSeries();
        series.erase(key);
        EXPECT_EQ(faultyPath(series), std::string("series.") + key);
    }
    for (const char* key : {"id", "name", "time", "count", "values"}) {
        json series = testSeries();
        series["participants"][0].erase(key);
        EXPECT_EQ(faultyPath(series), std::string("series.participants[0].") + key);
    }
    for (const char* key : {"name", "label", "unit", "direction", "rollup"}) {
        json series = testSeries();
        series["fields"][1].erase(key);
        EXPECT_EQ(faultyPath(series), std::string("series.fields[1].") + key);
    }
}

TEST(Series, NamesTheValueThatIsWrong) {
    const std::string participant = "series.participants[0]";
    EXPECT_EQ(faultyPath(with("/room", 7)), "series.room");
    EXPECT_EQ(faultyPath(with("/from", -1)), "series.from");
    EXPECT_EQ(faultyPath(with("/from", 1.5)), "series.from");
    EXPECT_EQ(faultyPath(with("/to", 0)), "series.to") << "ends before it begins";
    EXPECT_EQ(faultyPath(with("/to", 18446744073709551615U)), "series.to");
    EXPECT_EQ(faultyPath(with("/interval_s", 0)), "series.interval_s");
    EXPECT_EQ(faultyPath(with("/fields/0", "send_bps")), "series.fields[0]");
    EXPECT_EQ(faultyPath(with("/fields/1/name", "send_bps")), "series.fields[1].name");
    EXPECT_EQ(faultyPath(with("/participants/0", nullptr)), participant);
    EXPECT_EQ(faultyPath(with("/participants/0/time/1", "now")), participant + ".time[1]");
    EXPECT_EQ(faultyPath(with("/participants/0/time/2", 1'700'000'000'000)),
              participant + ".time[2]")
        << "does not ascend";
    EXPECT_EQ(faultyPath(with("/participants/0/count/1", -1)), participant + ".count[1]");
    EXPECT_EQ(faultyPath(with("/participants/0/count", json::array())), participant + ".count");
    EXPECT_EQ(faultyPath(with("/participants/0/values/send_bps", 1)),
              participant + ".values.send_bps");
    EXPECT_EQ(faultyPath(with("/participants/0/values/send_bps/max", {1})),
              participant + ".values.send_bps.max");
    EXPECT_EQ(faultyPath(with("/participants/0/values/send_bps/min/0", "1")),
              participant + ".values.send_bps.min[0]");
    EXPECT_EQ(faultyPath(with("/participants/0/values/send_bps/value/2", -0.5)),
              participant + ".values.send_bps.value[2]");
    EXPECT_EQ(faultyPath(with("/participants/0/values/send_bps/value/2", 1e300)),
              participant + ".values.send_bps.value[2]");
}

TEST(Series, BeyondItsBoundsIsRefused) {
    EXPECT_EQ(faultyPath(with("/participants", json::array_t(kMaxParticipants + 1))),
              "series.participants");
    EXPECT_EQ(faultyPath(with("/fields", json::array_t(kMaxFields + 1))), "series.fields");
    EXPECT_EQ(faultyPath(with("/participants/0/time", json::array_t(kMaxPoints + 1, 1))),
              "series.participants[0].time");
    EXPECT_EQ(faultyPath(with("/participants/0/name", std::string(1025, 'x'))),
              "series.participants[0].name");
}

}  // namespace
}  // namespace vuedeo::charts
