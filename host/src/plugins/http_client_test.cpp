#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/ThreadPool.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>
#include <vuedeo/services.hpp>

#include "net/test_certificate.hpp"
#include "net/test_server.hpp"
#include "plugins/host_table.hpp"

namespace vuedeo::plugins {
namespace {

namespace net = Poco::Net;
using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// A server on a free port of this machine, whose one handler is a function.
class TestServer {
public:
    using Handler = std::function<void(net::HTTPServerRequest&, net::HTTPServerResponse&)>;

    explicit TestServer(Handler handler)
        : socket_(net::SocketAddress("127.0.0.1", 0)),
          server_(new Factory(std::move(handler)), threads_, socket_, new net::HTTPServerParams) {
        server_.start();
    }
    ~TestServer() { server_.stopAll(true); }
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    std::string url(const std::string& path) const {
        return "http://127.0.0.1:" + std::to_string(socket_.address().port()) + path;
    }

private:
    struct Call : net::HTTPRequestHandler {
        explicit Call(const Handler& h) : handler(h) {}
        void handleRequest(net::HTTPServerRequest& in, net::HTTPServerResponse& out) override {
            handler(in, out);
        }
        const Handler& handler;
    };
    struct Factory : net::HTTPRequestHandlerFactory {
        explicit Factory(Handler h) : handler(std::move(h)) {}
        net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest&) override {
            return new Call(handler);
        }
        Handler handler;
    };
    Poco::ThreadPool threads_{2, 16};  // its own: joined before the static objects of Poco go
    net::ServerSocket socket_;
    net::HTTPServer server_;
};

void answer(net::HTTPServerResponse& out, int status, const std::string& body = {}) {
    out.setStatus(static_cast<net::HTTPResponse::HTTPStatus>(status));
    out.sendBuffer(body.data(), body.size());
}

// Uses the client as a plugin does: through the C table.
class HttpClientTest : public ::testing::Test {
protected:
    HttpClientTest() { ::setenv("no_proxy", "127.0.0.1", 1); }

    HttpResponse fetch(const HttpRequest& request, std::chrono::milliseconds deadline = 30s) {
        return vuedeo::HttpClient(Host(host_.table())).fetch(request, deadline);
    }
    Error errorOf(const HttpRequest& request, std::chrono::milliseconds deadline = 30s) {
        try {
            fetch(request, deadline);
        } catch (const Error& e) {
            return e;
        }
        return {VUEDEO_OK, "nothing was thrown"};
    }
    static HttpRequest get(const std::string& url) {
        HttpRequest request;
        request.url = url;
        request.idempotent = true;
        return request;
    }

    Services services_;
    HostTable host_{"test", "/nonexistent", services_};
};

TEST_F(HttpClientTest, SendsMethodHeadersAndBodyAndReadsTheAnswer) {
    TestServer server([](net::HTTPServerRequest& in, net::HTTPServerResponse& out) {
        std::string body;
        Poco::StreamCopier::copyToString(in.stream(), body);
        out.set("X-Seen", in.getMethod() + " " + in.getURI() + " " + in.get("Authorization") + " " +
                              in.get("Content-Type", "none"));
        answer(out, 201, "got " + body);
    });
    HttpRequest request;
    request.method = "POST";
    request.url = server.url("/rooms?x=1");
    request.headers = {{"Authorization", "Bearer t"}};
    request.body = std::string("a\0b", 3);
    const HttpResponse response = fetch(request);
    EXPECT_EQ(response.status, 201);
    EXPECT_EQ(response.body, std::string("got a\0b", 7));
    EXPECT_EQ(response.attempts, 1U);
    EXPECT_THAT(response.headers,
                ::testing::Contains(::testing::Pair("X-Seen", "POST /rooms?x=1 Bearer t none")));
}

TEST_F(HttpClientTest, DoesNotFollowRedirects) {
    TestServer server([](net::HTTPServerRequest&, net::HTTPServerResponse& out) {
        out.set("Location", "/elsewhere");
        answer(out, 302);
    });
    EXPECT_EQ(fetch(get(server.url("/"))).status, 302);
}

TEST_F(HttpClientTest, TalksToNobodyWhoseCertificateIsNotTrusted) {
    const vuedeo::net::TestCertificate selfSigned;
    std::atomic<int> requests{0};
    vuedeo::net::TestServer server(
        {},
        [&](const auto&, const vuedeo::net::Responder& responder) {
            ++requests;
            responder.send({});
        },
        std::make_shared<vuedeo::net::TlsFiles>(selfSigned.files()));
    HttpRequest request = get("https://127.0.0.1:" + std::to_string(server.port()) + "/");
    request.maxAttempts = 1;
    const Error error = errorOf(request);
    EXPECT_EQ(error.status(), VUEDEO_E_UNAVAILABLE);
    EXPECT_THAT(error.what(), HasSubstr("certificate"));
    EXPECT_EQ(requests, 0);
}

TEST_F(HttpClientTest, RepeatsAnIdempotentRequestUntilItSucceeds) {
    std::atomic<int> requests{0};
    TestServer server([&](net::HTTPServerRequest&, net::HTTPServerResponse& out) {
        const bool last = ++requests == 3;
        answer(out, last ? 200 : 503, last ? "fine" : "down");
    });
    HttpRequest request = get(server.url("/"));
    request.maxAttempts = 5;
    const HttpResponse response = fetch(request);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "fine");
    EXPECT_EQ(response.attempts, 3U);
}

TEST_F(HttpClientTest, SendsOtherRequestsOnce) {
    std::atomic<int> requests{0};
    TestServer server([&](net::HTTPServerRequest&, net::HTTPServerResponse& out) {
        ++requests;
        answer(out, 503);
    });
    HttpRequest request = get(server.url("/"));
    request.method = "POST";
    request.idempotent = false;
    request.maxAttempts = 5;
    EXPECT_EQ(fetch(request).status, 503);
    EXPECT_EQ(requests, 1);
}

TEST_F(HttpClientTest, GivesTheAnswerWhenRetryAfterIsBeyondTheDeadline) {
    TestServer server([](net::HTTPServerRequest&, net::HTTPServerResponse& out) {
        out.set("Retry-After", "3600");
        answer(out, 429);
    });
    HttpRequest request = get(server.url("/"));
    request.maxAttempts = 5;
    const HttpResponse response = fetch(request);
    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(response.attempts, 1U);
}

TEST_F(HttpClientTest, IsUnavailableWhenNobodyListens) {
    std::string url;
    {
        const net::ServerSocket closed(net::SocketAddress("127.0.0.1", 0));
        url = "http://127.0.0.1:" + std::to_string(closed.address().port());
    }
    HttpRequest request = get(url + "/path?token=s3cret");
    request.maxAttempts = 2;
    const Error error = errorOf(request);
    EXPECT_EQ(error.status(), VUEDEO_E_UNAVAILABLE);
    EXPECT_THAT(error.what(),
                AllOf(HasSubstr("/path"), HasSubstr("(attempt 2)"), Not(HasSubstr("s3cret"))));
}

TEST_F(HttpClientTest, EndsWithTheDeadline) {
    std::promise<void> release;
    const std::shared_future<void> released = release.get_future();
    TestServer server([&](net::HTTPServerRequest&, net::HTTPServerResponse& out) {
        released.wait();
        answer(out, 200);
    });
    HttpRequest request = get(server.url("/"));
    request.maxAttempts = 10;
    EXPECT_EQ(errorOf(request, 50ms).status(), VUEDEO_E_UNAVAILABLE);
    release.set_value();
}

TEST_F(HttpClientTest, RefusesAnAnswerThatIsTooLong) {
    TestServer server([](net::HTTPServerRequest&, net::HTTPServerResponse& out) {
        answer(out, 200, std::string(100, 'x'));
    });
    HttpRequest request = get(server.url("/"));
    request.maxResponseBytes = 100;
    EXPECT_EQ(fetch(request).body.size(), 100U);
    request.maxResponseBytes = 99;
    const Error error = errorOf(request);
    EXPECT_EQ(error.status(), VUEDEO_E_UNAVAILABLE);
    EXPECT_THAT(error.what(), HasSubstr("longer than allowed"));
}

TEST_F(HttpClientTest, RefusesMalformedRequests) {
    const auto expectInvalid = [this](const HttpRequest& request, const std::string& why) {
        const Error error = errorOf(request);
        EXPECT_EQ(error.status(), VUEDEO_E_INVALID);
        EXPECT_THAT(error.what(), HasSubstr(why));
    };
    for (const char* url : {"", "no url", "http://a b/", "http://a/\r\nX: y"}) {
        expectInvalid(get(url), "malformed");
    }
    expectInvalid(get("file:///etc/passwd"), "neither http nor https");
    expectInvalid(get("ftp://example.org/"), "neither http nor https");
    expectInvalid(get("http://user:pw@example.org/"), "credentials");

    HttpRequest request = get("http://127.0.0.1:9/");
    request.headers = {{"X-Name", "value\r\nX-Injected: 1"}};
    expectInvalid(request, "the value of header X-Name holds a control character");
    request.headers = {{"X-Name: y\r\n", "1"}};
    expectInvalid(request, "a header's name");
    request.headers = {};
    request.method = "GET /";
    expectInvalid(request, "the method");
    request.method = "GET";
    request.maxAttempts = 11;
    expectInvalid(request, "max_attempts");
}

TEST_F(HttpClientTest, ServesManyThreadsAtOnce) {
    TestServer server([](net::HTTPServerRequest& in, net::HTTPServerResponse& out) {
        answer(out, 200, in.getURI());
    });
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 10; ++i) {
                const std::string path = "/" + std::to_string(t) + "-" + std::to_string(i);
                right += fetch(get(server.url(path))).body == path ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(right, 80);
}

TEST_F(HttpClientTest, StandsBesideAClockAndNoRealtimeChannelUnlessThereIsOne) {
    const Host host(host_.table());
    EXPECT_GT(Clock(host).nowMs(), 1'600'000'000'000);
    EXPECT_EQ(host.service<void>(VUEDEO_REALTIME_1), nullptr);
    EXPECT_EQ(host.service<void>("vuedeo.nothing/1"), nullptr);
    EXPECT_EQ(host.dataDir(), "/nonexistent");
}

}  // namespace
}  // namespace vuedeo::plugins
