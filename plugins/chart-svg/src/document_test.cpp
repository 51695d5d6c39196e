#include "document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "test_series.hpp"

namespace vuedeo::charts::svg {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

std::string render(const json& series, const Options& options = {Theme::kLight, "", ""}) {
    return makeDocument(parseSeries(series.dump()), options, [] {});
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

TEST(Picture, SaysInWordsWhatItShows) {
    const std::string svg = render(testSeries());
    EXPECT_THAT(svg, HasSubstr("<title>Quality of team-sync</title>"));
    EXPECT_THAT(svg, HasSubstr("<title>Ada: Bandwidth and packet loss</title>"));
    EXPECT_THAT(svg, HasSubstr("<desc>Upload 1.28 Mbit/s on average, Packet loss up 0.1 % on "
                               "average.</desc>"));
    EXPECT_THAT(svg, HasSubstr(">Bandwidth (Mbit/s)</text>"));
    EXPECT_THAT(svg, HasSubstr(">Loss (%)</text>"));
    EXPECT_THAT(svg, HasSubstr(">2023-11-14, UTC</text>"));
}

TEST(Picture, ShowsTheTimesOfTheZoneThatIsAskedForAndSaysWhich) {
    const std::string svg = render(testSeries(), {Theme::kLight, "", "Asia/Tokyo"});
    EXPECT_THAT(svg, HasSubstr(">2023-11-15, Asia/Tokyo</text>"));
    EXPECT_THAT(svg, HasSubstr(">07:14:00</text>"));
    EXPECT_THAT(render(testSeries(), {Theme::kLight, "", "Mars/Base"}), HasSubstr(", UTC</text>"));
}

TEST(Picture, TellsLinesApartWithoutColour) {
    json series = testSeries();
    series["fields"].push_back(testField("recv_bps", "Download", "bit/s", "down"));
    series["participants"][0]["values"]["recv_bps"] = testValues({1e6, 1e6, 1e6});
    const std::string svg = render(series);
    EXPECT_THAT(svg, HasSubstr("stroke-dasharray=\"7 4\""));
    EXPECT_THAT(svg, HasSubstr("h6v6h-6z"));
}

TEST(Picture, NeedsNothingThatAPolicyForbids) {
    for (const Theme theme : {Theme::kLight, Theme::kDark}) {
        const std::string svg = render(testSeries(), {theme, "", ""});
        for (const char* part : {"<style", " style=", "<script", "href", " id="}) {
            EXPECT_THAT(svg, Not(HasSubstr(part)));
        }
    }
}

TEST(Picture, FollowsTheViewersThemeWhenNoneIsSaid) {
    EXPECT_THAT(render(testSeries(), {}), HasSubstr("@media (prefers-color-scheme: dark)"));
    EXPECT_THAT(render(testSeries(), {Theme::kDark, "", ""}), HasSubstr("fill=\"#171c24\""));
}

TEST(Picture, TakesNamesAsText) {
    json series = testSeries();
    series["room"] = "</title><script>";
    series["participants"][0]["name"] = "<b onload=\"x\">&'";
    series["fields"][0]["label"] = "]]><g/>";
    const std::string svg = render(series);
    EXPECT_THAT(svg, Not(HasSubstr("<script")));
    EXPECT_THAT(svg, Not(HasSubstr("<b ")));
    EXPECT_THAT(svg, Not(HasSubstr("]]>")));
    EXPECT_THAT(svg, HasSubstr("&lt;b onload=&quot;x&quot;&gt;&amp;&#39;"));
}

TEST(Picture, ShowsAllOfOneAndTheFirstOfSeveral) {
    json series = testSeries();
    series["fields"].push_back(testField("rtt_s", "Round trip", "s", "none"));
    series["participants"][0]["values"]["rtt_s"] = testValues({0.02, nullptr, 0.03});
    EXPECT_EQ(count(render(series), "role=\"img\""), 2U);
    series["participants"].push_back(series["participants"][0]);
    EXPECT_EQ(count(render(series), "role=\"img\""), 2U);
    EXPECT_THAT(render(series), Not(HasSubstr("Round trip")));
}

TEST(Picture, SaysThatNothingOrNobodyIsThere) {
    json series = testSeries();
    for (auto& values : series["participants"][0]["values"]) {
        values = testValues({nullptr, nullptr, nullptr});
    }
    EXPECT_THAT(render(series), HasSubstr("Nothing was measured."));
    series["participants"] = json::array();
    EXPECT_THAT(render(series), HasSubstr("Nobody took part in this time."));
}

TEST(Picture, IsTheSameBytesForTheSameSeries) {
    EXPECT_EQ(render(testSeries()), render(testSeries()));
}

}  // namespace
}  // namespace vuedeo::charts::svg
