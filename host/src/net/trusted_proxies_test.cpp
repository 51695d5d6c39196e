#include "net/trusted_proxies.hpp"

#include <gtest/gtest.h>

#include "net/test_answer.hpp"

namespace vuedeo::net {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

const TrustedProxies kProxies({*parseIpNetwork("10.0.0.0/8"), *parseIpNetwork("fd00::/8")});

// A request as the proxy 10.0.0.1 sends it on, read.
Request forwarded(const Fields& fields) {
    Request request = *makeRequest("GET", "/");
    request.peer = "10.0.0.1";
    request.head.set("Host", "localhost");
    for (const auto& [name, value] : fields) request.head.add(name, value);
    kProxies.readForwarded(request);
    return request;
}

std::string clientOf(const std::string& forwardedFor) {
    return forwarded({{"X-Forwarded-For", forwardedFor}}).peer;
}

TEST(TrustedProxies, AreThoseOfTheConfiguration) {
    EXPECT_TRUE(kProxies.trust("10.1.2.3"));
    EXPECT_TRUE(kProxies.trust("fd00::1"));
    EXPECT_FALSE(kProxies.trust("192.0.2.1"));
    EXPECT_FALSE(kProxies.trust("rubbish"));
    EXPECT_FALSE(TrustedProxies({}).trust("10.1.2.3"));
}

TEST(TrustedProxies, NameTheClient) {
    EXPECT_EQ(clientOf("192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(clientOf("192.0.2.7:4711"), "192.0.2.7");
    EXPECT_EQ(clientOf("2001:DB8::7"), "2001:db8::7");
    EXPECT_EQ(clientOf("[2001:db8::7]:4711"), "2001:db8::7");
    EXPECT_EQ(clientOf("[2001:db8::7]"), "2001:db8::7");
    EXPECT_EQ(clientOf("::ffff:192.0.2.7"), "192.0.2.7");
}

TEST(TrustedProxies, AreFollowedFromTheRightToTheFirstStranger) {
    EXPECT_EQ(clientOf("192.0.2.7, 10.0.0.9,fd00::9"), "192.0.2.7");
    EXPECT_EQ(clientOf("198.51.100.1, 192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(clientOf("10.0.0.5, 192.0.2.7, 10.0.0.9"), "192.0.2.7");
    EXPECT_EQ(
        forwarded({{"X-Forwarded-For", "198.51.100.1"}, {"x-forwarded-for", "192.0.2.7"}}).peer,
        "192.0.2.7");
}

TEST(TrustedProxies, ThatNameNobodyAreTheClientThemselves) {
    Request request = forwarded({});
    EXPECT_EQ(request.peer, "10.0.0.1");
    EXPECT_FALSE(kProxies.readForwarded(request));
    EXPECT_EQ(clientOf("10.0.0.3, 10.0.0.2"), "10.0.0.3");
}

TEST(TrustedProxies, AreNotFollowedBeyondWhatIsNoAddress) {
    EXPECT_EQ(clientOf("192.0.2.7, unknown"), "10.0.0.1");
    EXPECT_EQ(clientOf("192.0.2.7, _hidden, 10.0.0.2"), "10.0.0.2");
    for (const char* field : {"", ",", "192.0.2.7,", "[", "[]", "1.2.3.4:5:6", "300.1.1.1"}) {
        EXPECT_EQ(clientOf(field), "10.0.0.1") << field;
    }
}

TEST(TrustedProxies, TellHowTheClientReachedThem) {
    const Request plain = forwarded({});
    EXPECT_FALSE(plain.secure);
    EXPECT_EQ(plain.host(), "localhost");
    const Request request =
        forwarded({{"X-Forwarded-Proto", "http, HTTPS"},
                   {"X-Forwarded-Host", "evil.example, calls.example.org:8443"}});
    EXPECT_TRUE(request.secure);
    EXPECT_EQ(request.host(), "calls.example.org:8443");
    EXPECT_FALSE(forwarded({{"X-Forwarded-Proto", "https, http"}}).secure);
    EXPECT_FALSE(forwarded({{"X-Forwarded-Proto", "gopher"}}).secure);
    EXPECT_EQ(forwarded({{"X-Forwarded-Host", "a b/c"}}).host(), "localhost");
    EXPECT_EQ(forwarded({{"X-Forwarded-Host", ""}}).host(), "localhost");
}

}  // namespace
}  // namespace vuedeo::net
