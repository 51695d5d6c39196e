#include "document.hpp"

#include <set>
#include <vector>

#include "figure.hpp"
#include "groups.hpp"
#include "palette.hpp"
#include "statistics.hpp"
#include "writer.hpp"

namespace vuedeo::charts::svg {
namespace {

// For a viewer whose theme was not said. Where a policy forbids style sheets, it stays light.
void darkWhenPreferred(const std::vector<Group>& groups, Writer& writer) {
    std::string rules = std::string("@media (prefers-color-scheme: dark){.vs{fill:") +
                        kDarkPalette.surface + "}.vt{fill:" + kDarkPalette.text +
                        "}.vf{fill:" + kDarkPalette.faint + "}.vg{stroke:" + kDarkPalette.grid +
                        "}";
    std::set<std::string> done;
    for (const Group& group : groups) {
        for (const Line& line : group.lines) {
            const std::string name = std::string(".c") + (line.style->light + 1);
            if (!done.insert(name).second) continue;
            rules += name + "{stroke:" + line.style->dark + "}" + name +
                     ".f{fill:" + line.style->dark + "}" + name + ".b{stroke:none}";
        }
    }
    writer.text("style", rules + "}");
}

double drawParticipant(const Series& series, const Participant& participant,
                       const std::vector<Group>& groups, const Look& look, double top,
                       Writer& writer) {
    double height = 0;
    bool isFirst = true;
    for (const Group& group : groups) {
        // The first is there even when it is empty, so that a participant without samples is seen.
        if (isFirst || hasValues(participant, group)) {
            height += drawFigure(series, participant, group, look, top + height, writer);
        }
        isFirst = false;
        if (series.participants.size() > 1) break;
    }
    return height;
}

}  // namespace

std::string makeDocument(const Series& series, const Options& options,
                         const std::function<void()>& beforeEach) {
    const std::vector<Group> groups = groupFields(series.fields);
    const Look look{options.dark(),
                    TimeZone::load(options.timeZone).forRange(series.fromMs, series.toMs)};
    const Palette& palette = options.dark() ? kDarkPalette : kLightPalette;
    Writer figures;
    double height = kPadding;
    for (const Participant& participant : series.participants) {
        beforeEach();
        height += drawParticipant(series, participant, groups, look, height, figures);
    }
    if (height == kPadding) {
        figures.text(
            "text", "Nobody took part in this time.",
            {{"x", number(kPadding)}, {"y", "30"}, {"class", "vf"}, {"fill", palette.faint}});
        height = 48;
    }

    Writer page;
    page.open("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                      {"width", number(kWidth)},
                      {"height", number(height)},
                      {"viewBox", "0 0 " + number(kWidth) + ' ' + number(height)},
                      {"font-family", "system-ui, sans-serif"},
                      {"font-size", "12"},
                      {"fill", "none"}});
    page.text("title", "Quality of " + series.room);
    if (options.theme == Theme::kUnsaid) darkWhenPreferred(groups, page);
    page.leaf("rect",
              {{"width", "100%"}, {"height", "100%"}, {"class", "vs"}, {"fill", palette.surface}});
    page.raw(figures.take());
    page.close("svg");
    return page.take();
}

}  // namespace vuedeo::charts::svg
