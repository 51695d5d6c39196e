#include "quality/dictionary.hpp"

#include <gtest/gtest.h>
#include <vuedeo/abi/quality_fields.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

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
                "direction":"down","rollup":"sum","maximum":86400.0})"));
    EXPECT_EQ(json[VUEDEO_FIELD_RTT_S]["direction"], "none");
}

}  // namespace
}  // namespace vuedeo::quality
