// How long calls took: counts by time, in buckets that grow with it. Any thread, no lock.
//
// Each power of two of nanoseconds is cut into four, so that a quantile is at most a quarter above
// the true one. Bounded: what took less than 256 ns or more than 18 minutes counts as that.
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace vuedeo::plugins {

// A reading of the histogram. Its counts were read one after the other, while calls went on.
struct Latencies {
    static constexpr unsigned kFirstPower = 8;
    static constexpr unsigned kPowers = 32;
    static constexpr std::size_t kBuckets = std::size_t{kPowers} * 4;
    std::array<uint64_t, kBuckets> counts{};

    static std::size_t bucketOf(uint64_t ns) noexcept {
        if (ns < (uint64_t{1} << kFirstPower)) return 0;
        const auto power = 63U - static_cast<unsigned>(__builtin_clzll(ns));
        if (power >= kFirstPower + kPowers) return kBuckets - 1;
        const auto quarter = static_cast<unsigned>(ns >> (power - 2)) & 3U;
        return std::size_t{power - kFirstPower} * 4 + quarter;
    }
    // What a bucket counts took less than this.
    static double endOf_s(std::size_t bucket) noexcept {
        const auto power = static_cast<unsigned>(kFirstPower + bucket / 4);
        return static_cast<double>((5 + bucket % 4) * (uint64_t{1} << (power - 2))) / 1e9;
    }

    uint64_t total() const noexcept { return below(kBuckets); }
    // The calls of the first buckets.
    uint64_t below(std::size_t buckets) const noexcept {
        uint64_t sum = 0;
        for (std::size_t i = 0; i < buckets; ++i) sum += counts[i];
        return sum;
    }
    // The time that this share of the calls did not exceed; 0 before the first.
    double quantile_s(double share) const noexcept {
        const auto all = static_cast<double>(total());
        uint64_t seen = 0;
        for (std::size_t i = 0; i < kBuckets; ++i) {
            seen += counts[i];
            if (seen > 0 && static_cast<double>(seen) >= share * all) return endOf_s(i);
        }
        return 0;
    }
};

class LatencyHistogram {
public:
    void count(std::chrono::nanoseconds took) noexcept {
        const auto ns = static_cast<uint64_t>(took.count() < 0 ? 0 : took.count());
        counts_[Latencies::bucketOf(ns)].fetch_add(1, std::memory_order_relaxed);
    }
    Latencies read() const noexcept {
        Latencies latencies;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            latencies.counts[i] = counts_[i].load(std::memory_order_relaxed);
        }
        return latencies;
    }

private:
    std::array<std::atomic<uint64_t>, Latencies::kBuckets> counts_{};
};

}  // namespace vuedeo::plugins
