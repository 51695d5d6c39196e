#include "net/ip_network.hpp"

#include <gtest/gtest.h>

namespace vuedeo::net {
namespace {

bool contains(const char* network, const char* address) {
    return parseIpNetwork(network).value().contains(parseIpAddress(address).value());
}

TEST(IpAddress, IsReadAndWrittenInOneNotation) {
    EXPECT_EQ(toText(*parseIpAddress("192.0.2.7")), "192.0.2.7");
    EXPECT_EQ(toText(*parseIpAddress("::ffff:192.0.2.7")), "192.0.2.7");
    EXPECT_EQ(toText(*parseIpAddress("2001:DB8:0::1")), "2001:db8::1");
    using namespace std::string_view_literals;
    for (const auto text : {""sv, "1.2.3"sv, "1.2.3.4.5"sv, "256.1.1.1"sv, " 1.2.3.4"sv, "::1::"sv,
                            "fe80::1%lo"sv, "localhost"sv, "1.2.3.4\0"sv}) {
        EXPECT_FALSE(parseIpAddress(text)) << text;
    }
}

TEST(IpNetwork, ContainsWhatBeginsLikeIt) {
    EXPECT_TRUE(contains("10.0.0.0/8", "10.255.1.2"));
    EXPECT_FALSE(contains("10.0.0.0/8", "11.0.0.0"));
    EXPECT_TRUE(contains("192.0.2.128/25", "192.0.2.129"));
    EXPECT_FALSE(contains("192.0.2.128/25", "192.0.2.127"));
    EXPECT_TRUE(contains("192.0.2.7", "192.0.2.7"));
    EXPECT_FALSE(contains("192.0.2.7", "192.0.2.6"));
    EXPECT_TRUE(contains("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(contains("2001:db8::/33", "2001:db8:8000::1"));
}

TEST(IpNetwork, TellsTheFamiliesApart) {
    EXPECT_TRUE(contains("0.0.0.0/0", "203.0.113.9"));
    EXPECT_FALSE(contains("0.0.0.0/0", "2001:db8::1"));
    EXPECT_TRUE(contains("10.0.0.0/8", "::ffff:10.0.0.1"));
    EXPECT_FALSE(contains("fd00::/8", "10.0.0.1"));
}

TEST(IpNetwork, IsRefusedWhenItIsNone) {
    for (const char* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8",
                             "10.0.0.0/8 ", "10.0.0.1/8", "::1/129", "fd00::1/8", "example.org"}) {
        EXPECT_FALSE(parseIpNetwork(text)) << text;
    }
}

}  // namespace
}  // namespace vuedeo::net
