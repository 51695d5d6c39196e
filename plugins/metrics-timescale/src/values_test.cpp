// The parts that need no database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "array_literal.hpp"
#include "config.hpp"
#include "database_error.hpp"
#include "read_plan.hpp"
#include "sample_rows.hpp"
#include "template.hpp"
#include "timestamps.hpp"

namespace vuedeo::timescale {
namespace {

constexpr int64_t kNoon = 1'700'049'600'000;

std::string fieldAtFault(const std::string& json) {
    try {
        parseConfig(json);
    } catch (const Error& error) {
        EXPECT_EQ(error.status(), VUEDEO_E_INVALID);
        return error.field();
    }
    return "nothing";
}

TEST(Config, TakesThePortAsANumberOrAsText) {
    EXPECT_EQ(parseConfig(R"({"database": "d", "user": "u", "port": 6000})").port, 6000);
    EXPECT_EQ(parseConfig(R"({"database": "d", "user": "u", "port": "6001"})").port, 6001);
    EXPECT_EQ(parseConfig(R"({"database": "d", "user": "u"})").port, 5432);
}

TEST(Config, NamesTheKeyAtFault) {
    EXPECT_EQ(fieldAtFault(R"({"user": "u"})"), "database");
    EXPECT_EQ(fieldAtFault(R"({"database": "d"})"), "user");
    EXPECT_EQ(fieldAtFault(R"({"database": "d", "user": "u", "hostt": "h"})"), "hostt");
    for (const char* bad :
         {R"("port": 0)", R"("port": "54x")", R"("port": "70000")", R"("schema": "A")",
          R"("schema": "a;b")", R"("schema": "1a")", R"("schema": "pg_a")", R"("schema": "")",
          R"("sslmode": "maybe")", R"("connections": 0)", R"("connections": 1.5)",
          R"("series_percent": -1)", R"("series_percent": 1001)", R"("raw_days": -1)",
          R"("raw_days": 7)", R"("chunk_days": 0)", R"("password": 5)", R"("host": "")"}) {
        const std::string entry = bad;
        EXPECT_EQ(fieldAtFault(R"({"database": "d", "user": "u", )" + entry + "}"),
                  entry.substr(1, entry.find('"', 1) - 1));
    }
}

TEST(Config, QuotesWhatGoesIntoTheConnectionString) {
    Config config;
    config.password = R"(it's \ secret)";
    config.database = "d user=root";
    const std::string text = connectionString(config, 5);
    EXPECT_THAT(text, testing::HasSubstr(R"(password='it\'s \\ secret')"));
    EXPECT_THAT(text, testing::HasSubstr("dbname='d user=root'"));
}

TEST(ArrayLiteral, WritesNumbers) {
    ArrayLiteral integers;
    integers.add(std::numeric_limits<int64_t>::min());
    integers.add(int64_t{7});
    EXPECT_EQ(integers.take(), "{-9223372036854775808,7}");
}

TEST(ArrayLiteral, QuotesText) {
    ArrayLiteral texts;
    texts.add(std::string_view(R"(a"b\c,{}NULL)"));
    texts.add(std::string_view(""));
    EXPECT_EQ(texts.take(), R"({"a\"b\\c,{}NULL",""})");
    EXPECT_EQ(ArrayLiteral().take(), "{}");
}

std::string bytes(std::initializer_list<int> values) {
    return {values.begin(), values.end()};
}

TEST(SampleRows, AreWhatPostgresqlReads) {
    SampleRows rows(0x01020304, 1);
    const float sendBps = -0.5F;
    rows.add(7, 258, 946'684'800'001, &sendBps, 1);
    const std::string all = rows.take();
    const std::string header = bytes({0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 1, 0, 0, 0, 1});
    const std::string keys =
        bytes({0, 0, 0, 20,   0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 7,       // room
               0, 0, 0, 20,   0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 1, 2,       // participant
               0, 0, 4, 0xa0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 3, 0xe8});  // time
    const std::string value = bytes({0, 0, 2, 0xbc, 0, 0, 0, 4, 0xbf, 0, 0, 0});
    const std::string null = bytes({0, 0, 2, 0xbc, 0xff, 0xff, 0xff, 0xff});
    std::string columns = keys + value;
    for (int field = 1; field < VUEDEO_FIELD_COUNT; ++field) columns += null;
    const auto length = static_cast<int>(4 + columns.size());
    EXPECT_EQ(all, header + bytes({0, 0, length / 256, length % 256}) +
                       bytes({0, 0, 0, 3 + VUEDEO_FIELD_COUNT}) + columns);
}

TEST(Template, RepeatsItsTextForEachField) {
    const std::string text = expandTemplate("SELECT {{each max($)}};");
    EXPECT_EQ(text.rfind("SELECT max(send_bps),\n    max(recv_bps),", 0), 0U);
    EXPECT_THAT(text, testing::HasSubstr("max(video_score);"));
    EXPECT_EQ(eachField("$", std::vector<uint32_t>{13}), "rtt_s");
}

TEST(Template, FillsInNamesAndRefusesUnknownOnes) {
    EXPECT_EQ(expandTemplate("a {{x}} b {{x}}", {{"x", "1"}}), "a 1 b 1");
    EXPECT_THROW(expandTemplate("{{y}}"), std::logic_error);
}

TEST(Timestamps, AreUtcWithMilliseconds) {
    EXPECT_EQ(timestamp(kNoon + 7), "2023-11-15 12:00:00.007+00");
    EXPECT_EQ(timestamp(-1), "1969-12-31 23:59:59.999+00");
    EXPECT_EQ(timestamp(std::numeric_limits<int64_t>::max()), "9999-12-31 23:59:59.999+00");
    EXPECT_EQ(timestamp(std::numeric_limits<int64_t>::min()), "0001-01-01 00:00:00.000+00");
    EXPECT_EQ(dayName(kNoon), "20231115");
}

TEST(Faults, AreToldApartByTheirSqlstate) {
    EXPECT_EQ(faultKindOf("08006"), FaultKind::kLost);
    EXPECT_EQ(faultKindOf("57P01"), FaultKind::kLost);
    EXPECT_EQ(faultKindOf("40P01"), FaultKind::kBusy);
    EXPECT_EQ(faultKindOf("53100"), FaultKind::kBusy);
    EXPECT_EQ(faultKindOf("57014"), FaultKind::kTimeout);
    EXPECT_EQ(faultKindOf("23514"), FaultKind::kData);
    EXPECT_EQ(faultKindOf("0A000"), FaultKind::kUnsupported);
    EXPECT_EQ(faultKindOf("42P01"), FaultKind::kOther);
    EXPECT_EQ(faultKindOf(""), FaultKind::kOther);
}

TEST(Faults, KnowThatACommitIsInDoubt) {
    EXPECT_TRUE(faultOf(pqxx::in_doubt_error("?")).inDoubt);
    EXPECT_EQ(faultOf(pqxx::in_doubt_error("?")).kind, FaultKind::kLost);
    EXPECT_EQ(faultOf(pqxx::broken_connection("gone\n")).message, "gone");
    EXPECT_EQ(faultOf(pqxx::failure("not connected")).kind, FaultKind::kLost);
    EXPECT_EQ(faultOf(std::runtime_error("a bug")).kind, FaultKind::kOther);
}

StoreState stateOf(int64_t rolledUntil, int64_t raw = 0, int64_t minute = 0, int64_t hour = 0) {
    return {rolledUntil, rolledUntil, raw, minute, hour};
}

std::string planOf(int64_t intervalMs, const StoreState& state) {
    std::string plan;
    for (const ReadStep& step : planReads(0, 10 * kHourMs, intervalMs, state)) {
        plan += step.level == Level::kRaw      ? "raw "
                : step.level == Level::kMinute ? "min "
                                               : "hour ";
        plan +=
            std::to_string(step.fromMs / kHourMs) + "-" + std::to_string(step.toMs / kHourMs) + " ";
    }
    return plan;
}

TEST(ReadPlan, TakesTheCoarsestLevelAndSamplesWhereItIsNotMadeYet) {
    const StoreState state = stateOf(8 * kHourMs);
    EXPECT_EQ(planOf(kHourMs, state), "hour 0-8 raw 8-10 ");
    EXPECT_EQ(planOf(5 * kMinuteMs, state), "min 0-8 raw 8-10 ");
    EXPECT_EQ(planOf(7 * kSecondMs, state), "raw 0-10 ");
}

TEST(ReadPlan, TakesAnotherLevelWhereOneIsDeletedAndNoneWhereAllAre) {
    EXPECT_EQ(planOf(kSecondMs, stateOf(8 * kHourMs, 5 * kHourMs, 3 * kHourMs, kHourMs)),
              "hour 1-3 min 3-5 raw 5-10 ");
    EXPECT_EQ(planOf(kHourMs, stateOf(8 * kHourMs, 2 * kHourMs, 4 * kHourMs, 6 * kHourMs)),
              "raw 2-4 min 4-6 hour 6-8 raw 8-10 ");
    EXPECT_EQ(planOf(kHourMs, stateOf(0, 10 * kHourMs, 10 * kHourMs, 10 * kHourMs)), "");
}

}  // namespace
}  // namespace vuedeo::timescale
