#include "read_plan.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "rollup.hpp"

namespace vuedeo::sqlite {
namespace {

using sql::Level;

int64_t deletedBefore(Level level, const StoreState& state) {
    if (level == Level::kHour) return state.hourDeletedBefore;
    return level == Level::kMinute ? state.minuteDeletedBefore : state.rawDeletedBefore;
}

// The levels from the best answer to the last resort.
std::array<Level, 3> preference(int64_t intervalMs) {
    if (intervalMs % kHourMs == 0) return {Level::kHour, Level::kMinute, Level::kRaw};
    if (intervalMs % kMinuteMs == 0) return {Level::kMinute, Level::kRaw, Level::kHour};
    return {Level::kRaw, Level::kMinute, Level::kHour};
}

// The best level that is still there at this time; none when retention has ended all.
std::optional<Level> levelAt(int64_t timeMs, const std::array<Level, 3>& levels,
                             const StoreState& state) {
    for (const Level level : levels) {
        if (timeMs >= deletedBefore(level, state)) return level;
    }
    return std::nullopt;
}

}  // namespace

std::vector<ReadStep> planReads(int64_t fromMs, int64_t toMs, int64_t intervalMs,
                                const StoreState& state) {
    const std::array<Level, 3> levels = preference(intervalMs);
    std::array<int64_t, 3> borders = {state.rawDeletedBefore, state.minuteDeletedBefore,
                                      state.hourDeletedBefore};
    std::sort(borders.begin(), borders.end());
    std::vector<ReadStep> steps;
    int64_t at = fromMs;
    const auto advanceTo = [&](int64_t end) {
        if (end <= at) return;
        const std::optional<Level> level = levelAt(at, levels, state);
        if (level && !steps.empty() && steps.back().level == *level) {
            steps.back().toMs = end;
        } else if (level) {
            steps.push_back({*level, at, end});
        }
        at = end;
    };
    for (const int64_t border : borders) advanceTo(std::min(border, toMs));
    advanceTo(toMs);
    return steps;
}

}  // namespace vuedeo::sqlite
