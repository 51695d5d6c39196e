#include "time_zone.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace vuedeo::charts::svg {
namespace {

constexpr int64_t kHourMs = 3'600'000;

std::string bigEndian(int64_t value, int bytes) {
    std::string text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        text += static_cast<char>(static_cast<uint64_t>(value) >> static_cast<unsigned>(shift));
    }
    return text;
}

std::string header(int64_t times, int64_t types) {
    std::string text = "TZif2" + std::string(15, '\0');
    for (const int64_t count : {int64_t{0}, int64_t{0}, int64_t{0}, times, types, int64_t{4}}) {
        text += bigEndian(count, 4);
    }
    return text;
}

// A file of the database: UTC+1, then {second, index of the offsets}.
std::string zoneFile(const std::vector<std::pair<int64_t, int>>& changes,
                     const std::string& footer) {
    const auto times = static_cast<int64_t>(changes.size());
    std::string text = header(0, 1) + std::string(6, '\0') + "XYZ" + '\0' + header(times, 2);
    for (const auto& change : changes) text += bigEndian(change.first, 8);
    for (const auto& change : changes) text += static_cast<char>(change.second);
    for (const int64_t offset : {3600, -9000}) text += bigEndian(offset, 4) + std::string(2, '\0');
    return text + "XYZ" + '\0' + '\n' + footer + '\n';
}

TEST(TimeZone, IsUtcAtFirst) {
    EXPECT_EQ(TimeZone().name(), "UTC");
    EXPECT_EQ(TimeZone().offsetMs(1'700'049'600'000), 0);
}

TEST(TimeZone, ChangesWhenItsFileSaysSo) {
    const TimeZone zone = TimeZone::parse("A/B", zoneFile({{-100, 1}, {200, 0}}, "XYZ-1"));
    EXPECT_EQ(zone.name(), "A/B");
    EXPECT_EQ(zone.offsetMs(-101'000), kHourMs);
    EXPECT_EQ(zone.offsetMs(-100'000), -9'000'000);
    EXPECT_EQ(zone.offsetMs(199'999), -9'000'000);
    EXPECT_EQ(zone.offsetMs(200'000), kHourMs);
}

TEST(TimeZone, IsUtcWhereOnlyRulesAreKnown) {
    const TimeZone ruled = TimeZone::parse("A/B", zoneFile({{100, 1}}, "XYZ-1ABC,M3.5.0,M10.5.0"));
    EXPECT_EQ(ruled.forRange(0, 99'000).name(), "A/B");
    EXPECT_EQ(ruled.forRange(0, 100'000).name(), "UTC");
    EXPECT_EQ(ruled.forRange(0, 100'000).offsetMs(0), 0);
    const TimeZone lasting = TimeZone::parse("A/B", zoneFile({{100, 1}}, "XYZ2:30"));
    EXPECT_EQ(lasting.forRange(0, 100'000).name(), "A/B");
}

TEST(TimeZone, IsUtcWhereTheFileIsBroken) {
    const std::string good = zoneFile({{100, 1}, {200, 0}}, "");
    for (std::size_t length = 0; length + 2 < good.size(); ++length) {
        EXPECT_EQ(TimeZone::parse("A/B", good.substr(0, length)).name(), "UTC") << length;
    }
    EXPECT_EQ(TimeZone::parse("A/B", good).name(), "A/B");
    EXPECT_EQ(TimeZone::parse("A/B", zoneFile({{100, 2}}, "")).name(), "UTC");
    EXPECT_EQ(TimeZone::parse("A/B", zoneFile({{100, -1}}, "")).name(), "UTC");
    EXPECT_EQ(TimeZone::parse("A/B", zoneFile({{200, 1}, {100, 0}}, "")).name(), "UTC");
}

TEST(TimeZone, ComesFromTheSystemByItsName) {
    const TimeZone berlin = TimeZone::load("Europe/Berlin");
    EXPECT_EQ(berlin.name(), "Europe/Berlin");
    EXPECT_EQ(berlin.offsetMs(1'700'049'600'000), kHourMs);      // 2023-11-15
    EXPECT_EQ(berlin.offsetMs(1'690'000'000'000), 2 * kHourMs);  // 2023-07-22
    for (const char* unknown : {"", "Europe", "Europe/Nowhere", "tzdata.zi"}) {
        EXPECT_EQ(TimeZone::load(unknown).name(), "UTC") << unknown;
    }
}

}  // namespace
}  // namespace vuedeo::charts::svg
