#include "figure.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "axis.hpp"
#include "palette.hpp"
#include "run.hpp"
#include "statistics.hpp"
#include "ticks.hpp"

namespace vuedeo::charts::svg {
namespace {

constexpr std::size_t kMarkersPerLine = 14;  // more would hide the line
constexpr double kCharacter = 7;             // px: a wide guess, since nobody here knows the font
constexpr double kKeyWidth = 34;             // of the dash and marker in the legend

// A marker as a path around a point; the names are those of groups.hpp.
std::string marker(const Style& style, double x, double y) {
    const auto at = [&](double dx, double dy) { return number(x + dx) + ' ' + number(y + dy); };
    const std::string_view name = style.marker;
    if (name == "rect") return "M" + at(-3, -3) + "h6v6h-6z";
    if (name == "rectRot") return "M" + at(0, -4) + "l4 4l-4 4l-4 -4z";
    if (name == "crossRot") return "M" + at(-3, -3) + "l6 6M" + at(-3, 3) + "l6 -6";
    if (name == "triangle" && style.rotation == 180) return "M" + at(0, 4) + "l-4 -7h8z";
    if (name == "triangle") return "M" + at(0, -4) + "l4 7h-8z";
    return "M" + at(-3, 0) + "a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z";
}

std::string dashes(const Style& style) {
    std::string text;
    for (const int length : style.dash) text += (text.empty() ? "" : " ") + std::to_string(length);
    return text;
}

std::string linePath(const std::vector<Run>& runs) {
    std::string path;
    for (const Run& run : runs) {
        for (std::size_t i = 0; i < run.size(); ++i) {
            path += (i == 0 ? "M" : "L") + number(run[i].x) + ' ' + number(run[i].value);
        }
    }
    return path;
}

std::string bandPath(const std::vector<Run>& runs) {
    std::string path;
    for (const Run& run : runs) {
        if (run.size() < 2) continue;
        for (std::size_t i = 0; i < run.size(); ++i) {
            path += (i == 0 ? "M" : "L") + number(run[i].x) + ' ' + number(run[i].high);
        }
        for (auto point = run.rbegin(); point != run.rend(); ++point) {
            path += "L" + number(point->x) + ' ' + number(point->low);
        }
        path += 'z';
    }
    return path;
}

// A run of one point has no line, only its marker shows it; of others, some do to tell the lines.
std::string markerPath(const std::vector<Run>& runs, const Style& style) {
    std::size_t points = 0;
    for (const Run& run : runs) points += run.size();
    const std::size_t every = std::max<std::size_t>(1, points / kMarkersPerLine);
    std::string path;
    std::size_t count = 0;
    for (const Run& run : runs) {
        for (const Point& point : run) {
            const bool due = count++ % every == every / 2;
            if (due || run.size() == 1) path += marker(style, point.x, point.value);
        }
    }
    return path;
}

class Figure {
public:
    Figure(const Series& series, const Participant& participant, const Group& group,
           const Look& look, double top, Writer& writer)
        : series_(series),
          participant_(participant),
          group_(group),
          look_(look),
          palette_(look.dark ? kDarkPalette : kLightPalette),
          top_(top),
          writer_(writer),
          axes_{makeAxis(series, participant, group, false),
                makeAxis(series, participant, group, true)} {
        aggregated_ = std::any_of(participant.count.begin(), participant.count.end(),
                                  [](uint32_t count) { return count > 1; });
    }

    double draw() {
        writer_.open("g", {{"role", "img"}});
        writer_.text("title", participant_.name + ": " + group_.title);
        writer_.text("desc", description());
        title();
        const double plotTop = legend() + 10;
        const double bottom = plotTop + kPlotHeight;
        for (const bool right : {false, true}) valueAxis(right, plotTop, bottom);
        timeAxis(plotTop, bottom);
        for (const Line& line : group_.lines) draw(line, frame(line.right, plotTop, bottom));
        if (!hasValues(participant_, group_)) {
            label("Nothing was measured.", (left() + right()) / 2, (plotTop + bottom) / 2, "middle",
                  "vf", palette_.faint);
        }
        writer_.close("g");
        return bottom + 52 - top_;
    }

private:
    double left() const { return axes_[0].shown ? kPadding + kAxisWidth : kPadding; }
    double right() const { return kWidth - kPadding - (axes_[1].shown ? kAxisWidth : 0); }

    const char* color(const Style& style) const { return look_.dark ? style.dark : style.light; }

    // Lines change with the theme of the viewer by the class of their colour.
    static std::string colorClass(const Style& style) { return "c" + std::string(style.light + 1); }

    void label(const std::string& content, double x, double y, const char* anchor,
               const char* style, const char* fill, const std::string& transform = "") {
        writer_.text("text", content,
                     {{"x", number(x)},
                      {"y", number(y)},
                      {"text-anchor", anchor},
                      {"class", style},
                      {"fill", fill},
                      {"transform", transform}});
    }

    void rule(double x1, double y1, double x2, double y2) {
        writer_.leaf("path", {{"d", "M" + number(x1) + ' ' + number(y1) + 'L' + number(x2) + ' ' +
                                        number(y2)},
                              {"class", "vg"},
                              {"stroke", palette_.grid}});
    }

    void title() {
        writer_.text("text", shortened(participant_.name, 48) + " \xE2\x80\x93 " + group_.title,
                     {{"x", number(kPadding)},
                      {"y", number(top_ + 16)},
                      {"font-size", "15"},
                      {"font-weight", "600"},
                      {"class", "vt"},
                      {"fill", palette_.text}});
    }

    std::string valueText(const Line& line) const {
        const Field& field = series_.fields[line.field];
        const auto found = statistics(participant_, participant_.values[line.field], field.rollup);
        if (!found) return "unknown";
        const AxisUnit& unit = axes_[line.right].unit;
        const char* kind = field.rollup == Rollup::kSum   ? "in all"
                           : field.rollup == Rollup::kMax ? "at most"
                                                          : "on average";
        const double shown = field.rollup == Rollup::kMax ? found->max : found->total;
        return number(shown * unit.factor) + (unit.symbol.empty() ? "" : " " + unit.symbol) + ' ' +
               kind;
    }

    std::string description() const {
        std::string text;
        for (const Line& line : group_.lines) {
            text += (text.empty() ? "" : ", ") + series_.fields[line.field].label + ' ' +
                    valueText(line);
        }
        return text + '.';
    }

    // Returns where it ends.
    double legend() {
        double x = kPadding;
        double y = top_ + 38;
        for (const Line& line : group_.lines) {
            const std::string content = series_.fields[line.field].label + ": " + valueText(line);
            const double width = kKeyWidth + kCharacter * static_cast<double>(content.size()) + 14;
            if (x > kPadding && x + width > kWidth - kPadding) {
                x = kPadding;
                y += kTextHeight;
            }
            const Style& style = *line.style;
            stroke("M" + number(x) + ' ' + number(y - 4) + 'h' + number(kKeyWidth - 8), style);
            markers(marker(style, x + (kKeyWidth - 8) / 2, y - 4), style);
            label(content, x + kKeyWidth, y, "start", "vt", palette_.text);
            x += width;
        }
        return y;
    }

    Frame frame(bool onRight, double plotTop, double bottom) const {
        const Axis& axis = axes_[onRight];
        const double most =
            valueTicks(std::max(axis.largest * axis.unit.factor, axis.least)).back();
        return {series_.fromMs, series_.toMs,           left(), right(), bottom,
                plotTop,        most / axis.unit.factor};
    }

    void valueAxis(bool onRight, double plotTop, double bottom) {
        const Axis& axis = axes_[onRight];
        if (!axis.shown) return;
        const double x = onRight ? right() + 6 : left() - 6;
        const auto ticks = valueTicks(std::max(axis.largest * axis.unit.factor, axis.least));
        for (const double tick : ticks) {
            const double y = bottom + (plotTop - bottom) * tick / ticks.back();
            if (!onRight || !axes_[0].shown) rule(left(), y, right(), y);
            label(number(tick), x, y + 4, onRight ? "start" : "end", "vf", palette_.faint);
        }
        const double middle = (plotTop + bottom) / 2;
        const double edge = onRight ? kWidth - kPadding : kPadding + 9;
        label(axis.title, edge, middle, "middle", "vf", palette_.faint,
              "rotate(-90 " + number(edge) + ' ' + number(middle) + ')');
    }

    void timeAxis(double plotTop, double bottom) {
        const Frame place{series_.fromMs, series_.toMs, left(), right(), bottom, plotTop, 1};
        for (const TimeTick& tick : timeTicks(series_.fromMs, series_.toMs, look_.zone)) {
            const double x = place.x(tick.ms);
            rule(x, bottom, x, bottom + 5);
            label(tick.label, x, bottom + 18, "middle", "vf", palette_.faint);
        }
        const std::string first = dateText(series_.fromMs, look_.zone);
        const std::string last = dateText(series_.toMs, look_.zone);
        label((first == last ? first : first + " to " + last) + ", " + look_.zone.name(),
              (left() + right()) / 2, bottom + 35, "middle", "vf", palette_.faint);
    }

    void stroke(const std::string& path, const Style& style) {
        writer_.leaf("path", {{"d", path},
                              {"class", colorClass(style)},
                              {"stroke", color(style)},
                              {"stroke-width", number(style.width)},
                              {"stroke-dasharray", dashes(style)},
                              {"stroke-linejoin", "round"}});
    }

    void markers(const std::string& path, const Style& style) {
        if (path.empty()) return;
        writer_.leaf("path", {{"d", path},
                              {"class", colorClass(style) + " f"},
                              {"stroke", color(style)},
                              {"fill", color(style)}});
    }

    void draw(const Line& line, const Frame& frame) {
        const Style& style = *line.style;
        const std::vector<Run> runs =
            runsOf(participant_, participant_.values[line.field], bridgeMs(series_), frame);
        if (runs.empty()) return;
        // A band of sums would compare one sample with many.
        if (aggregated_ && series_.fields[line.field].rollup != Rollup::kSum) {
            writer_.leaf("path", {{"d", bandPath(runs)},
                                  {"class", colorClass(style) + " f b"},
                                  {"fill", color(style)},
                                  {"stroke", "none"},
                                  {"opacity", "0.18"}});
        }
        stroke(linePath(runs), style);
        markers(markerPath(runs, style), style);
    }

    const Series& series_;
    const Participant& participant_;
    const Group& group_;
    const Look& look_;
    const Palette& palette_;
    double top_;
    Writer& writer_;
    Axis axes_[2];  // left, right
    bool aggregated_ = false;
};

}  // namespace

double drawFigure(const Series& series, const Participant& participant, const Group& group,
                  const Look& look, double top, Writer& writer) {
    return Figure(series, participant, group, look, top, writer).draw();
}

}  // namespace vuedeo::charts::svg
