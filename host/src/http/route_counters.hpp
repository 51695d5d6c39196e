// How often one route has answered, how well and how fast. Any thread.
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace vuedeo::http {

class RouteCounters {
public:
    // Upper bounds of the times counted apart; what took longer is counted in all only.
    static constexpr std::array<double, 7> kBounds_s = {0.005, 0.025, 0.1, 0.25, 1, 2.5, 10};

    void count(int status, std::chrono::microseconds took) noexcept {
        const auto add = [](std::atomic<uint64_t>& counter, uint64_t number) {
            counter.fetch_add(number, std::memory_order_relaxed);
        };
        const std::size_t kind =
            status >= 100 && status < 600 ? static_cast<std::size_t>(status / 100 - 1) : 4;
        add(byClass[kind], 1);
        const double seconds = std::chrono::duration<double>(took).count();
        for (std::size_t i = 0; i < kBounds_s.size(); ++i) {
            if (seconds > kBounds_s[i]) continue;
            add(byTime[i], 1);
            break;
        }
        add(microseconds, static_cast<uint64_t>(took.count()));
    }

    std::array<std::atomic<uint64_t>, 5> byClass{};                // of status: 1xx to 5xx
    std::array<std::atomic<uint64_t>, kBounds_s.size()> byTime{};  // each without the ones before
    std::atomic<uint64_t> microseconds{0};
};

}  // namespace vuedeo::http
