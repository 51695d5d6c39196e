#include "net/body_stream.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "net/test_client.hpp"
#include "net/test_server.hpp"

namespace vuedeo::net {
namespace {

using Kind = BodyPiece::Kind;

// Gives prepared pieces, from a thread of its own, as a lane would.
class PreparedBody final : public BodyStream {
public:
    PreparedBody(std::vector<BodyPiece> pieces, std::atomic<int>& asked, std::atomic<bool>& alive)
        : pieces_(std::move(pieces)), asked_(asked), alive_(alive) {
        alive_ = true;
    }
    ~PreparedBody() override { alive_ = false; }

    void next(Take take) override {
        const auto at = static_cast<std::size_t>(asked_++);
        if (at >= pieces_.size()) return;  // drops it
        std::thread([take = std::move(take), piece = pieces_[at]] { take(piece); }).detach();
    }

private:
    const std::vector<BodyPiece> pieces_;
    std::atomic<int>& asked_;
    std::atomic<bool>& alive_;
};

class BodyStreamTest : public testing::Test {
protected:
    void answer(const Request& request, const Responder& responder) {
        if (request.path == "/plain") return responder.send(textResponse("plain"));
        Response response = textResponse("");
        response.stream = std::make_shared<PreparedBody>(pieces_, asked_, alive_);
        responder.send(std::move(response));
    }

    std::vector<BodyPiece> pieces_{{Kind::kMore, "one "},
                                   {Kind::kMore, ""},
                                   {Kind::kLater, ""},
                                   {Kind::kMore, "two"},
                                   {Kind::kLast, "!"}};
    std::atomic<int> asked_{0};
    std::atomic<bool> alive_{false};
    TestServer server_{{},
                       [this](const std::shared_ptr<Request>& request, const Responder& responder) {
                           answer(*request, responder);
                       }};
    TestClient client_{server_.port()};
};

TEST_F(BodyStreamTest, SendsChunksAndKeepsTheConnection) {
    const TestResponse head = client_.ask(getRequest("/"));
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.headers.at("transfer-encoding"), "chunked");
    EXPECT_EQ(head.headers.count("content-length"), 0U);
    EXPECT_EQ(client_.until("0\r\n\r\n"), "4\r\none \r\n3\r\ntwo\r\n1\r\n!\r\n0\r\n\r\n");
    EXPECT_EQ(client_.ask(getRequest("/plain")).body, "plain");
    EXPECT_FALSE(alive_);
}

TEST_F(BodyStreamTest, EndsTheConnectionAfterTheBodyTowardsHttp10) {
    client_.send("GET / HTTP/1.0\r\nHost: test\r\nConnection: keep-alive\r\n\r\n");
    const TestResponse head = client_.response();
    EXPECT_EQ(head.headers.at("connection"), "close");
    EXPECT_EQ(head.headers.count("transfer-encoding"), 0U);
    EXPECT_EQ(client_.bytes(8), "one two!");
    EXPECT_TRUE(client_.ended());
}

TEST_F(BodyStreamTest, MakesNothingForHead) {
    client_.send("HEAD / HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(client_.response(true).headers.at("transfer-encoding"), "chunked");
    EXPECT_EQ(client_.ask(getRequest("/plain")).body, "plain");
    EXPECT_EQ(asked_, 0);
}

TEST_F(BodyStreamTest, CutsTheConnectionWhenTheBodyBreaks) {
    pieces_ = {{Kind::kMore, "one"}, {Kind::kBroken, ""}};
    client_.ask(getRequest("/"));
    EXPECT_EQ(client_.bytes(8), "3\r\none\r\n");
    EXPECT_TRUE(client_.ended());
}

TEST_F(BodyStreamTest, ResetsAnHttp10ConnectionWhoseBodyIsDropped) {
    pieces_ = {{Kind::kMore, "one"}};
    client_.send("GET / HTTP/1.0\r\nHost: test\r\n\r\n");
    client_.response();
    EXPECT_EQ(client_.bytes(3), "one");
    EXPECT_TRUE(client_.endedByReset());
}

TEST_F(BodyStreamTest, MakesNoMoreThanAClientTakes) {
    constexpr std::size_t kPiece = 1024 * 1024;
    pieces_.assign(64, {Kind::kMore, std::string(kPiece, 'x')});
    pieces_.push_back({Kind::kLast, "end"});
    TestClient slow(server_.port(), 4096);
    slow.ask(getRequest("/"));
    ASSERT_TRUE(eventually([this] { return server_.server().counters().unsentBytes > 0; }));
    EXPECT_LT(asked_, 32);  // what sockets buffer, and one
    EXPECT_LE(server_.server().counters().unsentBytes, kPiece + 2);
    const int before = asked_;
    slow.bytes(8 * kPiece);
    EXPECT_TRUE(eventually([&] { return asked_ > before; }));
    slow.until("3\r\nend\r\n0\r\n\r\n");
    EXPECT_TRUE(eventually([this] { return server_.server().counters().unsentBytes == 0; }));
}

TEST_F(BodyStreamTest, IsLetGoWhenTheClientGoes) {
    pieces_.assign(64, {Kind::kMore, std::string(1024 * 1024, 'x')});
    {
        TestClient gone(server_.port(), 4096);
        gone.ask(getRequest("/"));
        ASSERT_TRUE(eventually([this] { return server_.server().counters().unsentBytes > 0; }));
        gone.reset();
    }
    EXPECT_TRUE(eventually([this] { return !alive_; }));
    EXPECT_TRUE(eventually([this] { return server_.server().counters().unsentBytes == 0; }));
    EXPECT_LT(asked_, 64);
}

}  // namespace
}  // namespace vuedeo::net
