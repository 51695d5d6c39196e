// How much of the server's own pace is left when every POST must be durable: single-sample POSTs
// against no-op POSTs of the same connection server, and against another server that stores them,
// in alternating rounds of one run.
//
//   http_bench PORT ROOM ROUNDS SECONDS DAYS RIVAL   < tokens, one participant's a line
//
// PORT is a running vuedeo's, RIVAL the other server's or 0; the samples were measured DAYS ago.
// run.mjs starts the servers and calls this.
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
constexpr int64_t kDay_ms = 86'400'000;

std::string post(const std::string& path, const std::string& token, const std::string& body) {
    std::string request = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    if (!token.empty()) request += "Authorization: Bearer " + token + "\r\n";
    return request +
           "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

int64_t now_ms() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

// Each connection is one participant with a new sample for each request: of this moment, or of the
// next second of the past.
class Participants {
public:
    Participants(std::string room, std::vector<std::string> tokens, int days)
        : path_("/api/v1/rooms/" + room + "/samples"),
          tokens_(std::move(tokens)),
          isLive_(days == 0),
          last_ms_(tokens_.size(), now_ms() - days * kDay_ms) {}

    std::size_t size() const noexcept { return tokens_.size(); }
    void make(std::size_t index, std::string& request) {
        int64_t& last = last_ms_[index];
        last = isLive_ ? std::max(last + 1, now_ms()) : last + 1000;
        request = post(path_, tokens_[index],
                       R"({"samples":[{"sampled_at":)" + std::to_string(last) + kValues);
    }

private:
    const std::string path_;
    const std::vector<std::string> tokens_;
    const bool isLive_;
    std::vector<int64_t> last_ms_;
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

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

// rivalPort: 0 if there is none.
void compare(uint16_t port, uint16_t rivalPort, Participants& participants, int rounds,
             seconds time) {
    std::printf("POST of one sample, %zu keep-alive connections\n", participants.size());
    std::printf("%6s %12s %12s %12s %10s %10s %9s %9s\n", "round", "no-op/s", "rival/s",
                "durable/s", "median ms", "p99 ms", ": no-op", ": rival");
    std::vector<double> toNoop;
    std::vector<double> toRival;
    for (int round = 1; round <= rounds; ++round) {
        const Result noop = measureNoop(participants, time);
        const Result rival =
            rivalPort == 0 ? Result{} : measureDurable(rivalPort, participants, time);
        const Result durable = measureDurable(port, participants, time);
        toNoop.push_back(durable.perSecond / noop.perSecond);
        toRival.push_back(rivalPort == 0 ? 0 : durable.perSecond / rival.perSecond);
        std::printf("%6d %12.0f %12.0f %12.0f %10.1f %10.1f %9.2f %9.2f\n", round, noop.perSecond,
                    rival.perSecond, durable.perSecond, durable.median_ms, durable.p99_ms,
                    toNoop.back(), toRival.back());
    }
    std::printf("median ratio %.2f", median(toNoop));
    if (rivalPort != 0) std::printf(", to the rival %.2f", median(toRival));
    std::printf("\n");
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
    try {
        if (argc != 7)
            throw std::runtime_error("usage: http_bench PORT ROOM ROUNDS SECONDS DAYS RIVAL");
        std::setvbuf(stdout, nullptr, _IOLBF, 0);
        std::vector<std::string> tokens;
        for (std::string token; std::getline(std::cin, token);) tokens.push_back(token);
        if (tokens.empty()) throw std::runtime_error("no token on standard input");
        const auto number = [argv](int index) { return std::atoi(argv[index]); };
        bench::Participants participants(argv[2], tokens, number(5));
        bench::compare(static_cast<uint16_t>(number(1)), static_cast<uint16_t>(number(6)),
                       participants, std::max(number(3), 1),
                       std::chrono::seconds(std::max(number(4), 1)));
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "http_bench: %s\n", error.what());
        return 1;
    }
}
