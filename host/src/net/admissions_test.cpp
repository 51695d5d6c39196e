#include "net/admissions.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace vuedeo::net {
namespace {

using Verdict = Admissions::Verdict;

TEST(Admissions, CountAddressesAndGivePlacesBack) {
    Limits limits;
    limits.connections = 3;
    limits.connectionsPerAddress = 2;
    Admissions admissions(limits);
    auto first = std::make_unique<Admissions::Place>(admissions.enter("10.0.0.1"));
    const auto second = admissions.enter("10.0.0.1");
    EXPECT_EQ(admissions.enter("10.0.0.1").verdict(), Verdict::kAddressFull);
    const auto third = admissions.enter("10.0.0.2");
    EXPECT_EQ(third.verdict(), Verdict::kAdmitted);
    EXPECT_EQ(admissions.enter("10.0.0.3").verdict(), Verdict::kServerFull);
    EXPECT_EQ(admissions.connections(), 3U);
    first.reset();
    EXPECT_EQ(admissions.connections(), 2U);
    EXPECT_EQ(admissions.enter("10.0.0.1").verdict(), Verdict::kAdmitted);
}

TEST(Admissions, CountTheClientsOfAProxyAndNotTheProxy) {
    Limits limits;
    limits.connections = 3;
    limits.connectionsPerAddress = 1;
    Admissions admissions(limits);
    const auto one = admissions.enterProxy();
    const auto two = admissions.enterProxy();
    EXPECT_EQ(two.verdict(), Verdict::kAdmitted);
    auto request = std::make_unique<Admissions::Place>(admissions.enterThroughProxy("192.0.2.7"));
    EXPECT_EQ(request->verdict(), Verdict::kAdmitted);
    EXPECT_EQ(admissions.enterThroughProxy("192.0.2.7").verdict(), Verdict::kAddressFull);
    EXPECT_EQ(admissions.enter("192.0.2.7").verdict(), Verdict::kAddressFull);
    EXPECT_EQ(admissions.enterThroughProxy("192.0.2.8").verdict(), Verdict::kAdmitted);
    EXPECT_EQ(admissions.connections(), 2U);
    request.reset();
    EXPECT_EQ(admissions.enterThroughProxy("192.0.2.7").verdict(), Verdict::kAdmitted);
    const auto three = admissions.enterProxy();
    EXPECT_EQ(admissions.enterProxy().verdict(), Verdict::kServerFull);
}

TEST(Admissions, TurnAwayWhatTheyCannotEvenRefuse) {
    Limits limits;
    limits.connections = 0;
    Admissions admissions(limits);
    std::vector<Admissions::Place> refused;
    while (refused.size() < 10'000) {
        refused.push_back(admissions.enter("10.0.0.1"));
        if (refused.back().verdict() == Verdict::kTurnedAway) break;
    }
    EXPECT_EQ(refused.back().verdict(), Verdict::kTurnedAway);
    EXPECT_FALSE(admissions.waitUntilEmpty(std::chrono::steady_clock::now()));
    refused.clear();
    EXPECT_TRUE(admissions.waitUntilEmpty(std::chrono::steady_clock::now()));
}

TEST(Admissions, CountAnIPv6ClientByItsNetwork) {
    EXPECT_EQ(countedAddress("2001:db8:1:2:3:4:5:6"), countedAddress("2001:db8:1:2:ffff::1"));
    EXPECT_NE(countedAddress("2001:db8:1:2::1"), countedAddress("2001:db8:1:3::1"));
    EXPECT_EQ(countedAddress("192.0.2.7"), "192.0.2.7");
}

}  // namespace
}  // namespace vuedeo::net
