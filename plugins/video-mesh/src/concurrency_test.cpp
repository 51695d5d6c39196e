// Many threads at once, with a host that calls back: run under ThreadSanitizer.
#include <atomic>
#include <thread>
#include <vector>

#include "mesh_fixture.hpp"

namespace vuedeo::mesh {
namespace {

using nlohmann::json;

class Concurrency : public MeshFixture {
protected:
    Concurrency() : MeshFixture(R"({"max_rooms": 4})") {}
};

TEST_F(Concurrency, EightThreadsComeTalkAndGo) {
    constexpr int kThreads = 8;
    constexpr int kRounds = 60;
    std::atomic<uint64_t> nextChannel{1};
    // As a host may: the end of a channel is reported from inside its close.
    fake.onClose = [&](uint64_t peer) { mesh.onClose(peer); };

    std::vector<std::thread> threads;
    threads.reserve(kThreads);
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            const std::string room = "room" + std::to_string(t % 3);
            for (int round = 0; round < kRounds; ++round) {
                const uint64_t channel = nextChannel++;
                open(channel, "p" + std::to_string((t + round) % 6), room, 4);
                mesh.onMessage(
                    channel, R"({"type":"state","microphone":true,"camera":true,"screen":false})");
                mesh.onMessage(channel, signal("p1", connection(channel) - 1, "v=0"));
                if (round % 7 == 0) {
                    statusOf([&] { create(room, 4); });
                    statusOf([&] { admit(room, "visitor"); });
                    statusOf([&] { mesh.presence(room, call()); });
                }
                if (round % 20 == 19) statusOf([&] { mesh.endRoom(room, call()); });
                if (round % 3 == 0) mesh.onMessage(channel, R"({"type":"leave"})");
                mesh.onClose(channel);
                mesh.check(call());
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(json::parse(mesh.check(call()))["connected"], 0);
    EXPECT_TRUE(fake.logged().empty()) << fake.logged();
}

TEST_F(Concurrency, EveryPeerSeesTheSameOrder) {
    constexpr int kTalkers = 4;
    constexpr int kRounds = 100;
    create("room");
    open(100, "listener");
    std::vector<std::thread> threads;
    threads.reserve(kTalkers);
    for (int t = 0; t < kTalkers; ++t) {
        threads.emplace_back([&, t] {
            const uint64_t channel = uint64_t{1} + static_cast<uint64_t>(t);
            open(channel, "p" + std::to_string(t));
            const int64_t listener = connection(100);
            for (int i = 0; i < kRounds; ++i) {
                mesh.onMessage(channel, signal("listener", listener, std::to_string(i + 1)));
            }
            mesh.onClose(channel);
        });
    }
    for (std::thread& thread : threads) thread.join();

    // For each talker: joined, its signals in order, left.
    std::map<std::string, int> heard;
    for (const json& message : fake.sent(100)) {
        if (message["type"] == "joined") {
            EXPECT_EQ(heard.count(message["peer"]["id"]), 0U);
            heard[message["peer"]["id"]] = 0;
        } else if (message["type"] == "signal") {
            const std::string sdp = message["data"]["description"]["sdp"];
            EXPECT_EQ(std::stoi(sdp), ++heard.at(message["from"]));
        } else if (message["type"] == "left") {
            EXPECT_EQ(heard.at(message["id"]), kRounds);
        }
    }
    EXPECT_EQ(heard.size(), static_cast<std::size_t>(kTalkers));
}

}  // namespace
}  // namespace vuedeo::mesh
