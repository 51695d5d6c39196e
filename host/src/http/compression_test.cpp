#include "http/compression.hpp"

#include <Poco/InflatingStream.h>
#include <Poco/StreamCopier.h>
#include <gtest/gtest.h>

#include <sstream>

#include "net/limits.hpp"
#include "net/test_answer.hpp"

namespace vuedeo::http {
namespace {

std::string gunzip(const std::string& content) {
    std::istringstream in(content);
    Poco::InflatingInputStream inflate(in, Poco::InflatingStreamBuf::STREAM_GZIP);
    std::string out;
    Poco::StreamCopier::copyToString(inflate, out);
    return out;
}

net::Response answer(const std::string& body, const std::string& accepted, int status = 200) {
    const auto request = net::makeRequest("GET", "/");
    if (!accepted.empty()) request->head.set("Accept-Encoding", accepted);
    net::Response response;
    response.status = status;
    response.body = body;
    return compressed(*request, std::move(response));
}

const std::string kLong(5000, 'x');

TEST(Compression, GivesBackWhatWentIn) {
    std::string bytes;
    for (unsigned i = 0; i < 100'000; ++i) bytes += static_cast<char>(i * i % 251);
    EXPECT_EQ(gunzip(answer(bytes, "gzip").body), bytes);
}

TEST(Compression, IsForClientsThatTakeIt) {
    const net::Response small = answer(kLong, "gzip, deflate, br");
    EXPECT_EQ(small.headers.get("Content-Encoding"), "gzip");
    EXPECT_LT(small.body.size(), 200U);
    EXPECT_EQ(gunzip(small.body), kLong);
    for (const char* accepted : {"", "br", "gzip;q=0", "identity"}) {
        const net::Response plain = answer(kLong, accepted);
        EXPECT_EQ(plain.body, kLong) << accepted;
        EXPECT_FALSE(plain.headers.has("Content-Encoding")) << accepted;
        EXPECT_EQ(plain.headers.get("Vary"), "Accept-Encoding") << accepted;
    }
}

TEST(Compression, IsForGoodAnswersWhoseSizePays) {
    EXPECT_EQ(answer(std::string(1023, 'x'), "gzip").body.size(), 1023U);
    EXPECT_LT(answer(std::string(1024, 'x'), "gzip").body.size(), 100U);
    EXPECT_EQ(answer(std::string(4 * net::kMiB + 1, 'x'), "gzip").body.size(), 4 * net::kMiB + 1);
    EXPECT_EQ(answer(kLong, "gzip", 404).body, kLong);
}

}  // namespace
}  // namespace vuedeo::http
