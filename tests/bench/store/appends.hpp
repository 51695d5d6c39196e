// How appends are measured, whoever stores them: what a load is made of, and what came out.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace vuedeo::store_bench {

// What the host's clock shows: the beginning of a day.
inline constexpr int64_t kNowMs = 1'700'006'400'000;
inline constexpr std::size_t kParticipantsPerRoom = 4;

struct AppendLoad {
    std::size_t batch;
    std::size_t participants;  // one sample of each in turn
    int64_t stepMs;            // between two samples of one participant
    double seconds;            // how long to measure
    int64_t fromMs = kNowMs;
};

struct AppendFigures {
    double samplesPerSecond;
    double p50Ms;  // of one append
    double p99Ms;
    double cpuUs;  // of this process, a sample: steady on a busy machine
};

// Makes batches in memory that is reused, so that the store's time is what is measured.
class Batches {
public:
    explicit Batches(const AppendLoad& load);

    const std::vector<vuedeo_sample>& next();
    // Of the batch that next() has made.
    std::size_t participantOf(std::size_t i) const {
        return (at_ - samples_.size() + i) % load_.participants;
    }

private:
    const AppendLoad& load_;
    std::vector<std::string> rooms_;
    std::vector<std::string> participants_;
    std::vector<vuedeo_sample> samples_;
    std::minstd_rand random_{42};
    std::vector<float> values_ = std::vector<float>(4096);
    std::size_t at_ = 0;
};

double millisecondsOf(const std::function<void()>& work);

// Commits batches until the time is over. The making of a batch is not counted, nor is prepare.
using Commit = std::function<void(const std::vector<vuedeo_sample>&)>;
AppendFigures measureAppends(
    const AppendLoad& load, Batches& batches, const Commit& commit,
    const Commit& prepare = [](const auto&) {});

}  // namespace vuedeo::store_bench
