// Counts and times the calls of one plugin; any thread.
#pragma once
#include <vuedeo/abi.h>

#include <atomic>
#include <chrono>
#include <cstdint>

#include "plugins/plugin.hpp"

namespace vuedeo::plugins {

class CallMeter {
public:
    void count(vuedeo_status status, std::chrono::steady_clock::duration took,
               bool overran) noexcept {
        const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
        calls_.fetch_add(1, std::memory_order_relaxed);
        busyMicroseconds_.fetch_add(static_cast<uint64_t>(micros), std::memory_order_relaxed);
        if (overran || isFault(status)) countError();
    }
    void countError() noexcept { errors_.fetch_add(1, std::memory_order_relaxed); }
    CallCounters counters() const noexcept { return {calls_, errors_, busyMicroseconds_}; }

private:
    static bool isFault(vuedeo_status status) noexcept {
        return status == VUEDEO_E_UNAVAILABLE || status == VUEDEO_E_INTERNAL ||
               status == VUEDEO_E_LIMITED;
    }

    std::atomic<uint64_t> calls_{0};
    std::atomic<uint64_t> errors_{0};
    std::atomic<uint64_t> busyMicroseconds_{0};
};

}  // namespace vuedeo::plugins
