#include "run.hpp"

#include <algorithm>
#include <cmath>

namespace vuedeo::charts::svg {
namespace {

constexpr double kColumn = 1;  // px: what lies in one column looks like one stroke

// One column's points, in which y grows downwards: the highest and the lowest, in their order.
void addColumn(const Run& run, std::size_t begin, std::size_t end, Run& thinned) {
    const auto first = run.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = run.begin() + static_cast<std::ptrdiff_t>(end);
    const auto byValue = [](const Point& a, const Point& b) { return a.value < b.value; };
    auto [one, other] = std::minmax_element(first, last, byValue);
    double low = first->low;
    double high = first->high;
    for (auto point = first; point != last; ++point) {
        low = std::max(low, point->low);
        high = std::min(high, point->high);
    }
    if (other < one) std::swap(one, other);
    for (const auto& point : {one, other}) thinned.push_back({point->x, point->value, low, high});
}

Run thin(const Run& run) {
    Run thinned;
    for (std::size_t begin = 0; begin < run.size();) {
        std::size_t end = begin + 1;
        while (end < run.size() &&
               std::floor(run[end].x / kColumn) == std::floor(run[begin].x / kColumn)) {
            ++end;
        }
        if (end - begin > 2) {
            addColumn(run, begin, end, thinned);
        } else {
            thinned.insert(thinned.end(), run.begin() + static_cast<std::ptrdiff_t>(begin),
                           run.begin() + static_cast<std::ptrdiff_t>(end));
        }
        begin = end;
    }
    return thinned;
}

// More lonely points than pixels look like as many as there are pixels.
bool liesOn(const std::vector<Run>& runs, const Run& run) {
    if (runs.empty() || run.size() > 1 || runs.back().size() > 1) return false;
    const Point& a = runs.back().front();
    const Point& b = run.front();
    return std::floor(a.x) == std::floor(b.x) && std::floor(a.value) == std::floor(b.value);
}

}  // namespace

double Frame::x(int64_t ms) const {
    const int64_t length = std::max<int64_t>(1, toMs - fromMs);
    const int64_t at = std::clamp(ms, fromMs, toMs) - fromMs;
    return left + (right - left) * static_cast<double>(at) / static_cast<double>(length);
}

double Frame::y(double value) const {
    return bottom + (top - bottom) * std::clamp(value / highest, 0.0, 1.0);
}

std::vector<Run> runsOf(const Participant& participant, const Values& values, int64_t bridgeMs,
                        const Frame& frame) {
    std::vector<Run> runs;
    Run run;
    const auto finish = [&] {
        Run thinned = thin(run);
        if (!run.empty() && !liesOn(runs, thinned)) runs.push_back(std::move(thinned));
        run.clear();
    };
    int64_t lastMs = 0;
    for (std::size_t i = 0; i < values.value.size(); ++i) {
        const double value = values.value[i];
        if (std::isnan(value)) continue;
        const int64_t ms = participant.time[i];
        if (!run.empty() && ms - lastMs > bridgeMs) finish();
        const double low = std::isnan(values.min[i]) ? value : values.min[i];
        const double high = std::isnan(values.max[i]) ? value : values.max[i];
        run.push_back({frame.x(ms), frame.y(value), frame.y(low), frame.y(high)});
        lastMs = ms;
    }
    finish();
    return runs;
}

}  // namespace vuedeo::charts::svg
