#include "exports/format.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "quality/sample_json.hpp"

namespace vuedeo::exports {
namespace {

std::string written(Format format, const std::string& id, const std::string& name,
                    const std::vector<vuedeo_sample>& samples) {
    std::string out;
    SampleWriter writer(format);
    writer.begin(out, "team");
    writer.participant(id, name);
    for (const vuedeo_sample& sample : samples) writer.add(out, sample);
    writer.end(out);
    return out;
}

vuedeo_sample sampleOf(float value) {
    vuedeo_sample sample = quality::unknownSample();
    sample.sampled_at_ms = 1'767'225'600'007;
    sample.values[VUEDEO_FIELD_RTT_S] = value;
    return sample;
}

std::string csvRow(const std::string& id, const std::string& name) {
    const std::string text = written(Format::kCsv, id, name, {sampleOf(0.5F)});
    return text.substr(text.find("\r\n") + 2);
}

TEST(ExportFormat, BeginsACsvRowWithWhenAndWho) {
    EXPECT_EQ(csvRow("p-1", "Ada").rfind("2026-01-01T00:00:00.007Z,p-1,Ada,", 0), 0U);
    EXPECT_EQ(csvRow("p-1", "").rfind("2026-01-01T00:00:00.007Z,p-1,p-1,", 0), 0U);
}

TEST(ExportFormat, QuotesWhatWouldBreakARow) {
    EXPECT_NE(csvRow("p", "Byron, \"Ada\"\r\n").find(",\"Byron, \"\"Ada\"\"\r\n\","),
              std::string::npos);
}

TEST(ExportFormat, KeepsSpreadsheetsFromRunningANameAsAFormula) {
    for (const char* name : {"=1+1", "+1", "-1", "@SUM(A1)"}) {
        EXPECT_NE(csvRow("p", name).find(std::string(",'") + name + ","), std::string::npos);
    }
}

TEST(ExportFormat, LeavesUnknownValuesEmptyOrNull) {
    const std::string row = csvRow("p", "Ada");
    EXPECT_EQ(std::count(row.begin(), row.end(), ','), 2 + VUEDEO_FIELD_COUNT);
    const auto json = nlohmann::json::parse(written(Format::kNdjson, "p", "Ada", {sampleOf(NAN)}));
    EXPECT_TRUE(json.at("rtt_s").is_null());
    EXPECT_EQ(json.at("sampled_at"), 1'767'225'600'007);
}

TEST(ExportFormat, WritesNumbersThatReadBackAsTheSameFloat) {
    using Limits = std::numeric_limits<float>;
    for (const float value :
         {0.0F, 0.1F, 1.0F / 3, 16'777'216.0F, 2e9F, 1e-30F, Limits::max(), Limits::denorm_min()}) {
        const auto json =
            nlohmann::json::parse(written(Format::kNdjson, "p", "", {sampleOf(value)}));
        EXPECT_EQ(static_cast<float>(json.at("rtt_s").get<double>()), value);
    }
}

TEST(ExportFormat, WritesOneDocumentWithTheUnits) {
    for (const std::size_t count : {0, 1, 3}) {
        const auto json = nlohmann::json::parse(
            written(Format::kJson, "p", "\xff", std::vector<vuedeo_sample>(count, sampleOf(1))));
        EXPECT_EQ(json.at("samples").size(), count);
        EXPECT_EQ(json.at("fields").size(), std::size_t{VUEDEO_FIELD_COUNT});
        EXPECT_EQ(json.at("room"), "team");
    }
}

}  // namespace
}  // namespace vuedeo::exports
