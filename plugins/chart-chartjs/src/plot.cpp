#include "plot.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "axis.hpp"
#include "statistics.hpp"

namespace vuedeo::charts::js {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kMarkersUpTo = 40;  // more points than these would hide the line

bool isKnown(const std::vector<double>& values, std::size_t i) {
    return i < values.size() && !std::isnan(values[i]);
}

// A thousandth of the shown unit is finer than anybody reads, and keeps the document short.
double shown(double value, double factor) {
    return std::round(value * factor * 1000) / 1000;
}

ordered_json numbers(const std::vector<double>& values, double factor) {
    ordered_json list = ordered_json::array();
    for (const double value : values) {
        list.push_back(std::isnan(value) ? ordered_json(nullptr)
                                         : ordered_json(shown(value, factor)));
    }
    return list;
}

// A point without a known neighbour has no line: only its marker shows it.
ordered_json pointRadius(const std::vector<double>& values) {
    if (values.size() <= kMarkersUpTo) return 3;
    ordered_json radii = ordered_json::array();
    bool lonely = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool alone =
            isKnown(values, i) && !isKnown(values, i + 1) && (i == 0 || !isKnown(values, i - 1));
        radii.push_back(alone ? 3 : 0);
        lonely = lonely || alone;
    }
    return lonely ? radii : ordered_json(0);
}

ordered_json statisticsJson(const Participant& participant, const Values& values, Rollup rollup,
                            double factor) {
    const auto found = statistics(participant, values, rollup);
    if (!found) return nullptr;
    ordered_json stats;
    if (rollup == Rollup::kSum) {
        stats["sum"] = shown(found->total, factor);
    } else if (rollup == Rollup::kMean) {
        stats["mean"] = shown(found->total, factor);
    }
    stats["min"] = shown(found->min, factor);
    stats["max"] = shown(found->max, factor);
    return stats;
}

class Plot {
public:
    Plot(const Series& series, const Participant& participant, const Group& group,
         const Options& options)
        : series_(series),
          participant_(participant),
          group_(group),
          options_(options),
          axes_{makeAxis(series, participant, group, false),
                makeAxis(series, participant, group, true)} {
        aggregated_ = std::any_of(participant.count.begin(), participant.count.end(),
                                  [](uint32_t count) { return count > 1; });
    }

    ordered_json make() const {
        ordered_json datasets = ordered_json::array();
        for (const Line& line : group_.lines) {
            datasets.push_back(dataset(line));
            // A band of sums would compare one sample with many.
            if (!aggregated_ || series_.fields[line.field].rollup == Rollup::kSum) continue;
            datasets.push_back(bandEdge(line, "min", values(line).min));
            datasets.push_back(bandEdge(line, "max", values(line).max));
        }
        return {{"group", group_.id},
                {"label", group_.label},
                {"title", group_.title},
                {"type", "line"},
                {"data", {{"labels", participant_.time}, {"datasets", std::move(datasets)}}},
                {"options", chartOptions()}};
    }

private:
    const Values& values(const Line& line) const { return participant_.values[line.field]; }
    const AxisUnit& unit(const Line& line) const { return axes_[line.right].unit; }
    const char* color(const Style& style) const {
        return options_.dark() ? style.dark : style.light;
    }

    ordered_json common(const Line& line, const char* role, const std::vector<double>& data) const {
        const Field& field = series_.fields[line.field];
        return {{"field", field.name},
                {"role", role},
                {"label", field.label},
                {"unit", unit(line).symbol},
                {"direction", field.direction},
                {"yAxisID", line.right ? "right" : "left"},
                {"colors", {{"light", line.style->light}, {"dark", line.style->dark}}},
                {"data", numbers(data, unit(line).factor)}};
    }

    ordered_json dataset(const Line& line) const {
        const Field& field = series_.fields[line.field];
        const Style& style = *line.style;
        const std::vector<double>& data = values(line).value;
        ordered_json set = common(line, "value", data);
        set["stats"] = statisticsJson(participant_, values(line), field.rollup, unit(line).factor);
        set["borderColor"] = color(style);
        set["backgroundColor"] = color(style);
        set["borderWidth"] = style.width;
        set["borderDash"] = style.dash;
        set["pointStyle"] = style.marker;
        set["pointRotation"] = style.rotation;
        set["pointRadius"] = pointRadius(data);
        set["order"] = 1;
        return set;
    }

    // The upper edge fills the space down to the lower one, which stands before it.
    ordered_json bandEdge(const Line& line, const char* role,
                          const std::vector<double>& data) const {
        ordered_json set = common(line, role, data);
        const bool upper = role == std::string_view("max");
        set["borderWidth"] = 0;
        set["pointRadius"] = 0;
        set["backgroundColor"] = std::string(color(*line.style)) + "2e";  // 18 % opaque
        set["fill"] = upper ? ordered_json("-1") : ordered_json(false);
        set["order"] = 2;
        return set;
    }

    ordered_json axis(bool right) const {
        ordered_json scale = {{"type", "linear"},
                              {"position", right ? "right" : "left"},
                              {"min", 0},
                              {"title", {{"display", true}, {"text", axes_[right].title}}},
                              {"grid", {{"drawOnChartArea", !right || !axes_[0].shown}}}};
        if (axes_[right].least > 0) scale["suggestedMax"] = axes_[right].least;
        return scale;
    }

    ordered_json chartOptions() const {
        ordered_json scales = {
            {"x", {{"type", "time"}, {"min", series_.fromMs}, {"max", series_.toMs}}}};
        if (axes_[0].shown) scales["left"] = axis(false);
        if (axes_[1].shown) scales["right"] = axis(true);
        return {{"responsive", true},
                {"maintainAspectRatio", false},
                {"normalized", true},
                {"interaction", {{"mode", "index"}, {"intersect", false}}},
                {"scales", std::move(scales)}};
    }

    const Series& series_;
    const Participant& participant_;
    const Group& group_;
    const Options& options_;
    Axis axes_[2];  // left, right
    bool aggregated_ = false;
};

}  // namespace

ordered_json makePlot(const Series& series, const Participant& participant, const Group& group,
                      const Options& options) {
    return Plot(series, participant, group, options).make();
}

}  // namespace vuedeo::charts::js
