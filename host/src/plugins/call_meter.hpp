// Counts and times the calls of one plugin; any thread.
#pragma once
#include <vuedeo/abi.h>

#include <atomic>
#include <chrono>
#include <cstdint>

#include "plugins/latency_histogram.hpp"
#include "plugins/plugin.hpp"

namespace vuedeo::plugins {

class CallMeter {
public:
    // Whether it was an error, that is, not the caller's.
    bool count(vuedeo_status status, std::chrono::steady_clock::duration took,
               bool overran) noexcept {
        const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
        latencies_.count(took);
        busyMicroseconds_.fetch_add(static_cast<uint64_t>(micros), std::memory_order_relaxed);
        const bool error = overran || isFault(status);
        if (error) countError();
        return error;
    }
    void countError() noexcept { errors_.fetch_add(1, std::memory_order_relaxed); }
    CallCounters counters() const noexcept {
        return {latencies_.read().total(), errors_, busyMicroseconds_};
    }
    Latencies latencies() const noexcept { return latencies_.read(); }

private:
    static bool isFault(vuedeo_status status) noexcept {
        return status == VUEDEO_E_UNAVAILABLE || status == VUEDEO_E_INTERNAL ||
               status == VUEDEO_E_LIMITED;
    }

    LatencyHistogram latencies_;
    std::atomic<uint64_t> errors_{0};
    std::atomic<uint64_t> busyMicroseconds_{0};
};

}  // namespace vuedeo::plugins
