// Compares no-op POSTs a second: this server with its router against Poco's stock HTTPServer, in
// alternating rounds of one run; then serves 1,000 and 8,000 connections at once.
//   noop_bench [rounds [seconds a round]]
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <vector>

#include "load.hpp"
#include "servers.hpp"

namespace bench {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kConnections = 64;

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double measure(Kind kind, milliseconds time) {
    const ServerProcess server(kind);
    Load load(server.port(), kConnections);
    load.askEachOnce(milliseconds(5000));  // warm: every connection has its thread
    return load.askFor(time);
}

void compare(int rounds, milliseconds time) {
    std::vector<double> vuedeo;
    std::vector<double> poco;
    std::vector<double> ratios;
    std::printf("no-op POST, %zu keep-alive connections, requests/s\n", kConnections);
    std::printf("%8s %12s %12s %8s\n", "round", "vuedeo", "poco", "ratio");
    for (int round = 1; round <= rounds; ++round) {
        // Who goes first changes, so that neither always gets the warmer machine.
        if (round % 2 == 1) vuedeo.push_back(measure(Kind::kVuedeo, time));
        poco.push_back(measure(Kind::kPoco, time));
        if (round % 2 == 0) vuedeo.push_back(measure(Kind::kVuedeo, time));
        ratios.push_back(vuedeo.back() / poco.back());
        std::printf("%8d %12.0f %12.0f %8.2f\n", round, vuedeo.back(), poco.back(), ratios.back());
    }
    std::printf("%8s %12.0f %12.0f %8.2f\n", "median", median(vuedeo), median(poco),
                median(ratios));
}

void hold(std::size_t connections) {
    const ServerProcess server(Kind::kVuedeo);
    Load load(server.port(), connections);
    const std::size_t served = load.askEachOnce(milliseconds(60'000));
    const double rate = load.askFor(milliseconds(3000));
    std::printf("%6zu connections: %zu served, %.0f requests/s, %zu threads, %.1f MB resident\n",
                connections, served, rate, server.threads(),
                static_cast<double>(server.residentKiB()) / 1024);
    if (served != connections) throw std::runtime_error("Not all connections were served");
}

void raiseDescriptorLimit() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
    try {
        std::setvbuf(stdout, nullptr, _IOLBF, 0);
        bench::raiseDescriptorLimit();
        const int rounds = std::max(argc > 1 ? std::atoi(argv[1]) : 7, 1);
        const int seconds = std::max(argc > 2 ? std::atoi(argv[2]) : 2, 1);
        bench::compare(rounds, std::chrono::seconds(seconds));
        for (const std::size_t connections : {1'000U, 8'000U}) bench::hold(connections);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "noop_bench: %s\n", error.what());
        return 1;
    }
}
