#include "axis.hpp"

#include <algorithm>

namespace vuedeo::charts {
namespace {

constexpr double kLeastLossAxis = 5;  // percent: so that a harmless loss looks harmless

double largest(const Participant& participant, const Group& group, bool right) {
    double result = 0;
    for (const Line& line : group.lines) {
        if (line.right != right) continue;
        const Values& values = participant.values[line.field];
        for (const auto* list : {&values.value, &values.max}) {
            for (const double value : *list) {
                if (value > result) result = value;
            }
        }
    }
    return result;
}

std::string titleOf(const Group& group, const Field& first, const std::string& symbol, bool right) {
    if (group.id == "bandwidth" || group.id == "video" || group.id == "audio") {
        return (right ? "Loss (" : "Bandwidth (") + symbol + ")";
    }
    return symbol.empty() ? first.label : symbol;
}

}  // namespace

Axis makeAxis(const Series& series, const Participant& participant, const Group& group,
              bool right) {
    Axis axis;
    const auto line = std::find_if(group.lines.begin(), group.lines.end(),
                                   [&](const Line& l) { return l.right == right; });
    if (line == group.lines.end()) return axis;
    const Field& first = series.fields[line->field];
    axis.shown = true;
    axis.largest = largest(participant, group, right);
    axis.unit = chooseUnit(first.unit, axis.largest);
    axis.title = titleOf(group, first, axis.unit.symbol, right);
    if (axis.unit.symbol == "%") axis.least = kLeastLossAxis;
    return axis;
}

}  // namespace vuedeo::charts
