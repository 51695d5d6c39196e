#include "quality/dictionary.hpp"

#include <gtest/gtest.h>
#include <vuedeo/abi/quality_fields.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "quality/field_origins.hpp"

namespace vuedeo::quality {
namespace {

TEST(Dictionary, HoldsEveryFieldAtItsIndex) {
    ASSERT_EQ(fields().size(), std::size_t{VUEDEO_FIELD_COUNT});
    EXPECT_STREQ(fields()[VUEDEO_FIELD_RTT_S].name, "rtt_s");
    EXPECT_STREQ(fields()[VUEDEO_FIELD_RTT_S].unit, "s");
    EXPECT_EQ(fields()[VUEDEO_FIELD_SEND_BPS].direction, Direction::kUp);
    EXPECT_EQ(fields()[VUEDEO_FIELD_FREEZE_COUNT].rollup, Rollup::kSum);
    EXPECT_EQ(fields()[VUEDEO_FIELD_RECV_LOSS].maximum, 1.0);
}

TEST(Dictionary, FindsFieldsByName) {
    for (uint32_t i = 0; i < fields().size(); ++i) EXPECT_EQ(fieldIndex(fields()[i].name), i);
    for (const char* name : {"", "sampled_at", "rtt", "RTT_S", "rtt_s "}) {
        EXPECT_FALSE(fieldIndex(name)) << name;
    }
}

TEST(Dictionary, NamesNoFieldTwice) {
    std::set<std::string> names;
    for (const FieldInfo& field : fields()) EXPECT_TRUE(names.insert(field.name).second);
}

TEST(Dictionary, DescribesItselfAsJson) {
    const auto json = fieldsJson();
    ASSERT_EQ(json.size(), fields().size());
    EXPECT_EQ(json[VUEDEO_FIELD_FREEZE_S],
              nlohmann::json::parse(R"({"name":"freeze_s","label":"Time frozen","unit":"s",
                "direction":"down","rollup":"sum","maximum":86400.0,
                "source":"inbound-rtp totalFreezesDuration of cameras",
                "suppliers":["chromium","firefox"]})"));
    EXPECT_EQ(json[VUEDEO_FIELD_RTT_S]["direction"], "none");
}

TEST(FieldOrigins, AreInTheOrderOfTheDictionary) {
    for (uint32_t i = 0; i < fields().size(); ++i) EXPECT_STREQ(originName(i), fields()[i].name);
}

// The row of sdk/QUALITY.md.
std::string documentedRow(const nlohmann::json& field) {
    std::string row = "| `" + field["name"].get<std::string>() + "` |";
    for (const char* column : {"label", "unit", "rollup", "source"})
        row += " " + field[column].get<std::string>() + " |";
    const auto& suppliers = field["suppliers"];
    for (const char* who : {"chromium", "firefox", "daily"}) {
        const bool tells = std::find(suppliers.begin(), suppliers.end(), who) != suppliers.end();
        row += tells ? " yes |" : " |";
    }
    return row;
}

TEST(FieldOrigins, StandInTheDocumentOfTheSdk) {
    std::ifstream document(VUEDEO_QUALITY_DOCUMENT);
    ASSERT_TRUE(document.is_open());
    std::vector<std::string> rows;
    for (std::string line; std::getline(document, line);)
        if (line.rfind("| `", 0) == 0) rows.push_back(line);
    std::vector<std::string> expected;
    for (const auto& field : fieldsJson()) expected.push_back(documentedRow(field));
    EXPECT_EQ(rows, expected);
}

}  // namespace
}  // namespace vuedeo::quality
