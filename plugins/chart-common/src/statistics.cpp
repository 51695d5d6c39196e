#include "statistics.hpp"

#include <algorithm>
#include <cmath>

namespace vuedeo::charts {
namespace {

bool isKnown(const std::vector<double>& values, std::size_t i) {
    return i < values.size() && !std::isnan(values[i]);
}

}  // namespace

std::optional<Statistics> statistics(const Participant& participant, const Values& values,
                                     Rollup rollup) {
    double sum = 0;
    double weights = 0;
    double min = INFINITY;
    double max = -INFINITY;
    for (std::size_t i = 0; i < values.value.size(); ++i) {
        if (!isKnown(values.value, i)) continue;
        const double weight =
            rollup == Rollup::kSum ? 1 : std::max<double>(1, participant.count[i]);
        sum += values.value[i] * weight;
        weights += weight;
        min = std::min(min, isKnown(values.min, i) ? values.min[i] : values.value[i]);
        max = std::max(max, isKnown(values.max, i) ? values.max[i] : values.value[i]);
    }
    if (weights == 0) return std::nullopt;
    return Statistics{rollup == Rollup::kSum ? sum : sum / weights, min, max};
}

bool hasValues(const Participant& participant, const Group& group) {
    return std::any_of(group.lines.begin(), group.lines.end(), [&](const Line& line) {
        const auto& values = participant.values[line.field].value;
        return std::any_of(values.begin(), values.end(), [](double v) { return !std::isnan(v); });
    });
}

int64_t bridgeMs(const Series& series) {
    return std::max(series.intervalS * 1000, series.sampleIntervalS * 2500);
}

}  // namespace vuedeo::charts
