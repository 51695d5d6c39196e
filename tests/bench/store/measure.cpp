#include "measure.hpp"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <random>
#include <stdexcept>
#include <string>

#include "bare_inserts.hpp"

namespace vuedeo::store_bench {
namespace {

using Clock = std::chrono::steady_clock;
using store_test::StoreHost;

constexpr std::size_t kParticipantsPerRoom = 4;

double millisecondsSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double cpuMicroseconds() {
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

// Makes batches in memory that is reused, so that the store's time is what is measured.
class Batches {
public:
    explicit Batches(const AppendLoad& load) : load_(load), samples_(load.batch) {
        for (std::size_t i = 0; i < load.participants; ++i) {
            rooms_.push_back("room-" + std::to_string(i / kParticipantsPerRoom));
            participants_.push_back("participant-" + std::to_string(i));
        }
        std::uniform_real_distribution<float> value(0, 1e6F);
        for (float& each : values_) each = value(random_);
    }

    const std::vector<vuedeo_sample>& next() {
        for (vuedeo_sample& sample : samples_) {
            const std::size_t who = at_++ % load_.participants;
            const auto tick = static_cast<int64_t>((at_ - 1) / load_.participants);
            sample.room = {rooms_[who].data(), rooms_[who].size()};
            sample.participant_id = {participants_[who].data(), participants_[who].size()};
            sample.sampled_at_ms = kNowMs + tick * load_.stepMs;
            for (float& v : sample.values) v = values_[random_() % values_.size()];
        }
        return samples_;
    }
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

// Commits batches until the time is over. The making of a batch is not counted.
AppendFigures run(
    const AppendLoad& load,
    const std::function<void(const Batches&, const std::vector<vuedeo_sample>&)>& commit) {
    Batches batches(load);
    std::vector<double> times;
    double total = 0;
    double cpu = 0;
    while (total < load.seconds * 1000) {
        const auto& samples = batches.next();
        const auto start = Clock::now();
        const double cpuBefore = cpuMicroseconds();
        commit(batches, samples);
        times.push_back(millisecondsSince(start));
        total += times.back();
        cpu += cpuMicroseconds() - cpuBefore;
    }
    std::sort(times.begin(), times.end());
    const auto samples = static_cast<double>(times.size() * load.batch);
    return {samples / total * 1000, times[times.size() / 2], times[times.size() * 99 / 100],
            cpu / samples};
}

void require(const store_test::Outcome& outcome) {
    if (!outcome.ok()) throw std::runtime_error(outcome.message);
}

}  // namespace

AppendFigures measureStore(StoreHost& store, const AppendLoad& load) {
    std::vector<uint8_t> codes(load.batch);
    return run(load, [&](const Batches&, const std::vector<vuedeo_sample>& samples) {
        const vuedeo_sample_batch batch{sizeof batch, sizeof(vuedeo_sample),
                                        static_cast<uint32_t>(samples.size()), VUEDEO_FIELD_COUNT,
                                        samples.data()};
        require(store.appendRaw(batch, codes.data()));
        if (std::any_of(codes.begin(), codes.end(), [](uint8_t code) { return code != 0; }))
            throw std::runtime_error("a sample was not stored");
    });
}

AppendFigures measureBare(const std::filesystem::path& folder, const AppendLoad& load) {
    BareInserts bare(folder);
    return run(load, [&](const Batches& batches, const std::vector<vuedeo_sample>& samples) {
        bare.begin();
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const auto who = static_cast<int64_t>(batches.participantOf(i));
            bare.insert(who / static_cast<int64_t>(kParticipantsPerRoom), who,
                        samples[i].sampled_at_ms, samples[i].values);
        }
        bare.commit();
    });
}

double measureSeries(StoreHost& store, int64_t toMs, int64_t rangeMs, int64_t intervalMs) {
    store_test::SeriesQuery query{"day-and-night", "", toMs - rangeMs, toMs, intervalMs, {}};
    for (uint32_t field = 0; field < 8; ++field) query.fields.push_back(field);
    std::vector<double> times;
    for (int i = 0; i < 5; ++i) {
        std::size_t buckets = 0;
        const auto start = Clock::now();
        require(store.series(query, [&](const store_test::Bucket&) { return ++buckets > 0; }));
        times.push_back(millisecondsSince(start));
        if (buckets == 0) throw std::runtime_error("the series is empty");
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

void fillRoom(StoreHost& store, int64_t fromMs, int64_t toMs) {
    std::minstd_rand random(7);
    std::vector<store_test::Sample> samples;
    std::vector<uint8_t> codes;
    for (int64_t at = fromMs; at < toMs; at += 15'000) {
        for (int who = 0; who < 4; ++who) {
            store_test::Sample sample{"day-and-night", std::to_string(who), at, {}};
            for (uint32_t field = 0; field < VUEDEO_FIELD_COUNT; ++field)
                sample.values[field] = static_cast<float>(random() % 100'000) / 7;
            samples.push_back(std::move(sample));
        }
        if (samples.size() < 4000 && at + 15'000 < toMs) continue;
        require(store.append(samples, codes));
        samples.clear();
    }
}

}  // namespace vuedeo::store_bench
