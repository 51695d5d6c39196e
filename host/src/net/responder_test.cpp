#include "net/responder.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include "net/test_client.hpp"
#include "net/test_server.hpp"

namespace vuedeo::net {
namespace {

using std::chrono::milliseconds;

class ResponderTest : public testing::Test {
protected:
    Responder ask(const std::string& target = "/hold") {
        client_.send(getRequest(target));
        return server_.takeHeld();
    }

    TestServer server_;
    TestClient client_{server_.port()};
};

TEST_F(ResponderTest, SendsFromAnyThread) {
    const Responder responder = ask();
    std::thread([responder] { responder.send(textResponse("elsewhere")); }).join();
    EXPECT_EQ(client_.response().body, "elsewhere");
}

TEST_F(ResponderTest, LetsTheFirstAnswerWin) {
    const Responder responder = ask();
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([responder, i] { responder.send(textResponse(std::to_string(i))); });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(client_.response().body.size(), 1U);
    EXPECT_EQ(client_.ask(getRequest("/next")).body, "/next");
}

TEST_F(ResponderTest, AnswersWhenTheLastCopyIsGone) {
    {
        const Responder first = ask();
        auto second = std::make_unique<Responder>(first);
        second.reset();
        EXPECT_FALSE(client_.hasInput(milliseconds(20)));
    }
    EXPECT_EQ(client_.response().status, 500);
    EXPECT_EQ(client_.ask(getRequest("/next")).status, 200);
}

TEST_F(ResponderTest, SendsTheOtherAnswerWhenTheTimeIsOver) {
    const Responder responder = ask();
    responder.expireAfter(milliseconds(30), [] {
        Response late = textResponse("late");
        late.status = 503;
        return late;
    });
    EXPECT_EQ(client_.response().status, 503);
    responder.send(textResponse("too late"));
    EXPECT_EQ(client_.ask(getRequest("/next")).body, "/next");
}

TEST_F(ResponderTest, ForgetsTheTimeOnceAnswered) {
    const Responder responder = ask();
    std::atomic<bool> asked{false};
    responder.expireAfter(milliseconds(30), [&asked] {
        asked = true;
        return textResponse("late");
    });
    responder.send(textResponse("in time"));
    EXPECT_EQ(client_.response().body, "in time");
    const Responder next = ask();
    EXPECT_FALSE(client_.hasInput(milliseconds(80)));
    next.send(textResponse("next"));
    EXPECT_EQ(client_.response().body, "next");
    EXPECT_FALSE(asked);
}

TEST_F(ResponderTest, KnowsThatTheClientHasGone) {
    const Responder responder = ask();
    EXPECT_FALSE(responder.clientGone());
    client_.reset();
    EXPECT_TRUE(eventually([&responder] { return responder.clientGone(); }));
    responder.send(textResponse("to nobody"));
}

TEST_F(ResponderTest, StillAnswersAClientThatClosedOnlyItsHalf) {
    const Responder responder = ask();
    client_.shutdownWrite();
    EXPECT_TRUE(eventually([&responder] { return responder.clientGone(); }));
    responder.send(textResponse("to whom it may concern"));
    EXPECT_EQ(client_.response().body, "to whom it may concern");
    EXPECT_TRUE(client_.ended());
}

TEST(Responder, RunsTheHookOnWhateverIsSent) {
    std::atomic<int> calls{0};
    std::vector<Responder> kept;  // touched by the one connection's loop only
    TestServer server({}, [&](const std::shared_ptr<Request>& request, const Responder& responder) {
        responder.beforeSend([&calls](Response& response) {
            ++calls;
            response.headers.set("X-Hook", std::to_string(response.status));
        });
        if (request->path == "/late") {
            responder.expireAfter(milliseconds(1), [] {
                Response late = textResponse("late");
                late.status = 504;
                return late;
            });
            kept.push_back(responder);
        } else if (request->path != "/drop") {
            responder.send(textResponse("sent"));
        }
    });
    {
        TestClient client(server.port());
        EXPECT_EQ(client.ask(getRequest("/")).headers.at("x-hook"), "200");
        EXPECT_EQ(client.ask(getRequest("/drop")).headers.at("x-hook"), "500");
        EXPECT_EQ(client.ask(getRequest("/late")).headers.at("x-hook"), "504");
    }
    EXPECT_EQ(calls, 3);
}

TEST(Responder, AnswersManyRequestsFromOtherThreads) {
    std::mutex mutex;
    std::condition_variable ready;
    std::vector<Responder> waiting;
    bool over = false;
    std::thread worker([&] {
        std::unique_lock<std::mutex> lock(mutex);
        while (!over) {
            ready.wait(lock, [&] { return over || !waiting.empty(); });
            std::vector<Responder> batch;
            batch.swap(waiting);
            lock.unlock();
            for (const auto& responder : batch) responder.send(textResponse("ok"));
            batch.clear();
            lock.lock();
        }
    });
    TestServer server({}, [&](const std::shared_ptr<Request>&, const Responder& responder) {
        const std::lock_guard<std::mutex> lock(mutex);
        waiting.push_back(responder);
        ready.notify_one();
    });
    std::vector<TestClient> clients;
    for (int i = 0; i < 50; ++i) clients.emplace_back(server.port());
    for (int round = 0; round < 20; ++round) {
        for (auto& client : clients) client.send(getRequest("/"));
        for (auto& client : clients) ASSERT_EQ(client.response().body, "ok");
    }
    server.stop();
    {
        const std::lock_guard<std::mutex> lock(mutex);
        over = true;
    }
    ready.notify_one();
    worker.join();
}

}  // namespace
}  // namespace vuedeo::net
