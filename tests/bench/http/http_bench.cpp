// How much of the server's own pace is left when every POST must be durable in SQLite:
// single-sample POSTs against no-op POSTs of the same connection server, in alternating rounds of
// one run.
//
//   http_bench PORT ROOM [rounds [seconds a round]]   < tokens, one participant's a line
//
// PORT is a running vuedeo's; run.mjs starts one and calls this.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "../noop/servers.hpp"
#include "posts.hpp"

namespace bench {
namespace {

using std::chrono::seconds;

// A sample as the mesh's browser half makes it, without its time.
constexpr const char* kValues =
    R"(,"send_bps":1250000,"recv_bps":980000,"send_loss":0.002,"recv_loss":0.001,)"
    R"("video_send_bps":1200000,"video_recv_bps":930000,"rtt_s":0.041,"send_fps":30,"recv_fps":30}]})";
constexpr int64_t kFiveDays_ms = 5LL * 86'400'000;

std::string post(const std::string& path, const std::string& token, const std::string& body) {
    std::string request = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    if (!token.empty()) request += "Authorization: Bearer " + token + "\r\n";
    return request +
           "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

// Each connection is one participant, a new sample a second of its past for each request.
class Participants {
public:
    Participants(std::string room, std::vector<std::string> tokens)
        : path_("/api/v1/rooms/" + room + "/samples"),
          tokens_(std::move(tokens)),
          next_ms_(tokens_.size(), firstTime_ms()) {}

    std::size_t size() const noexcept { return tokens_.size(); }
    void make(std::size_t index, std::string& request) {
        next_ms_[index] += 1000;
        request = post(path_, tokens_[index],
                       R"({"samples":[{"sampled_at":)" + std::to_string(next_ms_[index]) + kValues);
    }

private:
    static int64_t firstTime_ms() {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        return std::chrono::duration_cast<std::chrono::milliseconds>(now).count() - kFiveDays_ms;
    }

    const std::string path_;
    const std::vector<std::string> tokens_;
    std::vector<int64_t> next_ms_;
};

Result measureNoop(Participants& participants, seconds time) {
    const ServerProcess server(Kind::kVuedeo);
    const std::string body = std::string(R"({"samples":[{"sampled_at":1767225600000)") + kValues;
    const std::string request = post("/noop", std::string(200, 'x'), body);
    Posts posts(server.port(), participants.size(), 200,
                [&request](std::size_t, std::string& out) { out = request; });
    return posts.run(time);
}

Result measureDurable(uint16_t port, Participants& participants, seconds time) {
    Posts posts(
        port, participants.size(), 201,
        [&participants](std::size_t index, std::string& out) { participants.make(index, out); });
    return posts.run(time);
}

void compare(uint16_t port, Participants& participants, int rounds, seconds time) {
    std::printf("POST of one sample, %zu keep-alive connections\n", participants.size());
    std::printf("%6s %12s %12s %10s %10s %7s\n", "round", "no-op/s", "durable/s", "median ms",
                "p99 ms", "ratio");
    std::vector<double> ratios;
    for (int round = 1; round <= rounds; ++round) {
        const Result noop = measureNoop(participants, time);
        const Result durable = measureDurable(port, participants, time);
        ratios.push_back(durable.perSecond / noop.perSecond);
        std::printf("%6d %12.0f %12.0f %10.1f %10.1f %7.2f\n", round, noop.perSecond,
                    durable.perSecond, durable.median_ms, durable.p99_ms, ratios.back());
    }
    std::sort(ratios.begin(), ratios.end());
    std::printf("median ratio %.2f\n", ratios[ratios.size() / 2]);
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
    try {
        if (argc < 3) throw std::runtime_error("usage: http_bench PORT ROOM [rounds [seconds]]");
        std::setvbuf(stdout, nullptr, _IOLBF, 0);
        std::vector<std::string> tokens;
        for (std::string token; std::getline(std::cin, token);) tokens.push_back(token);
        if (tokens.empty()) throw std::runtime_error("no token on standard input");
        bench::Participants participants(argv[2], tokens);
        const int rounds = std::max(argc > 3 ? std::atoi(argv[3]) : 5, 1);
        const int seconds = std::max(argc > 4 ? std::atoi(argv[4]) : 4, 1);
        bench::compare(static_cast<uint16_t>(std::atoi(argv[1])), participants, rounds,
                       std::chrono::seconds(seconds));
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "http_bench: %s\n", error.what());
        return 1;
    }
}
