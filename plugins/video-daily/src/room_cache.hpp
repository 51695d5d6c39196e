// Rooms as Daily described them a moment ago, so that a crowd that enters one at the same time asks
// for it once. Bounded; any thread.
#pragma once
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "daily_api.hpp"

namespace vuedeo::daily {

class RoomCache {
public:
    // nowMs: monotonic.
    std::optional<DailyRoom> find(std::string_view name, int64_t nowMs);
    void keep(const DailyRoom& room, int64_t nowMs);
    void forget(std::string_view name);

private:
    struct Entry {
        DailyRoom room;
        int64_t keptAtMs;
    };
    std::mutex mutex_;
    std::unordered_map<std::string, Entry> entries_;
};

}  // namespace vuedeo::daily
