#include "net/tls.hpp"

#include <Poco/Net/Context.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>

#include "net/server.hpp"
#include "net/test_certificate.hpp"
#include "net/test_client.hpp"
#include "net/test_server.hpp"
#include "net/test_websocket.hpp"

namespace vuedeo::net {
namespace {

class TlsTest : public testing::Test {
protected:
    std::shared_ptr<TlsFiles> files() const {
        return std::make_shared<TlsFiles>(certificate_.files());
    }

    static Poco::Net::SecureStreamSocket connect(uint16_t port) {
        Poco::Net::Context::Params params;
        params.verificationMode = Poco::Net::Context::VERIFY_NONE;
        const Poco::Net::Context::Ptr context =
            new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, params);
        Poco::Net::SecureStreamSocket socket(Poco::Net::SocketAddress("127.0.0.1", port), context);
        socket.setReceiveTimeout(Poco::Timespan(20, 0));
        return socket;
    }

    static std::string read(Poco::Net::SecureStreamSocket& socket, std::size_t bytes) {
        std::string text;
        char buffer[16 * 1024];
        while (text.size() < bytes) {
            const int got = socket.receiveBytes(buffer, sizeof buffer);
            if (got <= 0) break;
            text.append(buffer, static_cast<std::size_t>(got));
        }
        return text;
    }

    static void send(Poco::Net::SecureStreamSocket& socket, const std::string& text) {
        socket.sendBytes(text.data(), static_cast<int>(text.size()));
    }

    const TestCertificate certificate_;
};

TEST_F(TlsTest, ServesRequestsOverTls) {
    std::atomic<bool> secure{false};
    TestServer server(
        {},
        [&secure](const std::shared_ptr<Request>& request, const Responder& to) {
            secure = request->secure;
            to.send(textResponse(request->body));
        },
        files());
    auto client = connect(server.port());
    for (int i = 0; i < 3; ++i) {
        send(client, postRequest("/", "a secret"));
        std::string answer = read(client, 20);
        while (answer.find("a secret") == std::string::npos) answer += read(client, 1);
        EXPECT_EQ(answer.rfind("HTTP/1.1 200 OK\r\n", 0), 0U);
    }
    EXPECT_TRUE(secure);
}

TEST_F(TlsTest, CarriesLargeBodiesBothWays) {
    TestServer server({}, {}, files());
    auto client = connect(server.port());
    const std::string body(900'000, 'x');
    // In a pipeline: the second request waits inside of TLS, where epoll does not see it.
    std::thread sender([&client, &body] {
        send(client, postRequest("/echo", body) + getRequest("/big") + getRequest("/last"));
    });
    sender.join();
    const std::size_t all = body.size() + 8U * 1024 * 1024;
    const std::string answers = read(client, all);
    EXPECT_GE(answers.size(), all);
    std::string tail = answers.substr(answers.size() - 10);
    while (tail.find("/last") == std::string::npos) {
        const std::string more = read(client, 1);
        ASSERT_FALSE(more.empty());
        tail += more;
    }
}

TEST_F(TlsTest, EndsWithACloseNotify) {
    TestServer server({}, {}, files());
    auto client = connect(server.port());
    send(client, getRequest("/a", "Connection: close\r\n"));
    const std::string answer = read(client, 1 << 20);  // until the end, which must be a clean one
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

TEST_F(TlsTest, ClosesWhoSpeaksPlainHttp) {
    TestServer server({}, {}, files());
    TestClient client(server.port());
    client.send(getRequest("/a"));
    EXPECT_EQ(client.response().status, 0);
}

TEST_F(TlsTest, ClosesAHandshakeThatDoesNotEnd) {
    Limits limits;
    limits.headerTime = std::chrono::milliseconds(50);
    TestServer server(limits, {}, files());
    TestClient client(server.port());
    client.send("\x16\x03\x01");
    EXPECT_TRUE(client.ended());
}

TEST_F(TlsTest, RefusesConnectionsBeyondTheLimitInTls) {
    Limits limits;
    limits.connections = 0;
    TestServer server(limits, {}, files());
    auto client = connect(server.port());
    EXPECT_EQ(read(client, 12).rfind("HTTP/1.1 503", 0), 0U);
}

TEST_F(TlsTest, CarriesWebSockets) {
    const auto listener = std::make_shared<RecordingListener>();
    TestServer server(
        {},
        [&listener](const std::shared_ptr<Request>&, const Responder& responder) {
            responder.upgrade(listener, "");
        },
        files());
    auto client = connect(server.port());
    send(client, handshake("/ws"));
    EXPECT_NE(read(client, 60).find("101"), std::string::npos);
    for (int i = 0; i < 10; ++i) {
        send(client, frame(kText, std::string(30'000, 'w')));
        const std::size_t expected = 30'000 + 4;
        std::string echo = read(client, expected);
        EXPECT_EQ(echo.size(), expected);
    }
}

TEST_F(TlsTest, SaysWhatIsWrongWithItsFiles) {
    const auto error = [](const TlsFiles& files) -> std::string {
        try {
            makeTlsContext(files);
        } catch (const std::runtime_error& caught) {
            return caught.what();
        }
        return "";
    };
    const TlsFiles& good = certificate_.files();
    EXPECT_EQ(error(good), "");
    EXPECT_NE(error({"/nowhere/certificate.pem", good.key}).find("/nowhere/certificate.pem"),
              std::string::npos);
    EXPECT_NE(error({good.certificate, "/nowhere/key.pem"}).find("/nowhere/key.pem"),
              std::string::npos);
    const TestCertificate other;
    EXPECT_NE(error({good.certificate, other.files().key}), "");
    std::ofstream(other.files().key) << "no key";
    EXPECT_NE(error(other.files()), "");
}

}  // namespace
}  // namespace vuedeo::net
