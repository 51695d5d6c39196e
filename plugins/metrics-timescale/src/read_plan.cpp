#include "read_plan.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "timestamps.hpp"

namespace vuedeo::timescale {
namespace {

// The levels from the best answer to the last resort.
std::array<Level, 3> preference(int64_t intervalMs) {
    if (intervalMs % kHourMs == 0) return {Level::kHour, Level::kMinute, Level::kRaw};
    if (intervalMs % kMinuteMs == 0) return {Level::kMinute, Level::kRaw, Level::kHour};
    return {Level::kRaw, Level::kMinute, Level::kHour};
}

bool isKept(Level level, int64_t timeMs, const StoreState& state) {
    if (timeMs < state.deletedBefore(level)) return false;
    return level == Level::kRaw || timeMs < state.rolledUntil;
}

std::optional<Level> levelAt(int64_t timeMs, const std::array<Level, 3>& levels,
                             const StoreState& state) {
    const auto* found = std::find_if(levels.begin(), levels.end(),
                                     [&](Level level) { return isKept(level, timeMs, state); });
    if (found == levels.end()) return std::nullopt;
    return *found;
}

}  // namespace

std::vector<ReadStep> planReads(int64_t fromMs, int64_t toMs, int64_t intervalMs,
                                const StoreState& state) {
    const std::array<Level, 3> levels = preference(intervalMs);
    std::array<int64_t, 5> borders = {state.rawDeletedBefore, state.minuteDeletedBefore,
                                      state.hourDeletedBefore, state.rolledUntil, toMs};
    std::sort(borders.begin(), borders.end());
    std::vector<ReadStep> steps;
    int64_t at = fromMs;
    for (const int64_t border : borders) {
        const int64_t end = std::min(border, toMs);
        if (end <= at) continue;
        const std::optional<Level> level = levelAt(at, levels, state);
        if (level && !steps.empty() && steps.back().level == *level && steps.back().toMs == at) {
            steps.back().toMs = end;
        } else if (level) {
            steps.push_back({*level, at, end});
        }
        at = end;
    }
    return steps;
}

}  // namespace vuedeo::timescale
