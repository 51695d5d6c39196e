#include "appends.hpp"

#include <time.h>

#include <algorithm>
#include <chrono>

namespace vuedeo::store_bench {
namespace {

double cpuMicroseconds() {
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

}  // namespace

Batches::Batches(const AppendLoad& load) : load_(load), samples_(load.batch) {
    for (std::size_t i = 0; i < load.participants; ++i) {
        rooms_.push_back("room-" + std::to_string(i / kParticipantsPerRoom));
        participants_.push_back("participant-" + std::to_string(i));
    }
    std::uniform_real_distribution<float> value(0, 1e6F);
    for (float& each : values_) each = value(random_);
}

const std::vector<vuedeo_sample>& Batches::next() {
    for (vuedeo_sample& sample : samples_) {
        const std::size_t who = at_++ % load_.participants;
        const auto tick = static_cast<int64_t>((at_ - 1) / load_.participants);
        sample.room = {rooms_[who].data(), rooms_[who].size()};
        sample.participant_id = {participants_[who].data(), participants_[who].size()};
        sample.sampled_at_ms = load_.fromMs + tick * load_.stepMs;
        for (float& v : sample.values) v = values_[random_() % values_.size()];
    }
    return samples_;
}

double millisecondsOf(const std::function<void()>& work) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    work();
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

AppendFigures measureAppends(const AppendLoad& load, Batches& batches, const Commit& commit,
                             const Commit& prepare) {
    std::vector<double> times;
    double total = 0;
    double cpu = 0;
    while (total < load.seconds * 1000) {
        const auto& samples = batches.next();
        prepare(samples);
        const double cpuBefore = cpuMicroseconds();
        times.push_back(millisecondsOf([&] { commit(samples); }));
        total += times.back();
        cpu += cpuMicroseconds() - cpuBefore;
    }
    std::sort(times.begin(), times.end());
    const auto samples = static_cast<double>(times.size() * load.batch);
    return {samples / total * 1000, times[times.size() / 2], times[times.size() * 99 / 100],
            cpu / samples};
}

}  // namespace vuedeo::store_bench
