#include "document.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "groups.hpp"
#include "plot.hpp"
#include "statistics.hpp"

namespace vuedeo::charts::js {
namespace {

using nlohmann::ordered_json;

ordered_json orNull(const std::string& text) {
    return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

ordered_json charts(const Series& series, const Participant& participant,
                    const std::vector<Group>& groups, const Options& options) {
    ordered_json list = ordered_json::array();
    for (const Group& group : groups) {
        // The first is there even when it is empty, so that a participant without samples is seen.
        if (list.empty() || hasValues(participant, group)) {
            list.push_back(makePlot(series, participant, group, options));
        }
    }
    return list;
}

}  // namespace

std::string makeDocument(const Series& series, const Options& options,
                         const std::function<void()>& beforeEach) {
    const std::vector<Group> groups = groupFields(series.fields);
    ordered_json participants = ordered_json::array();
    for (const Participant& participant : series.participants) {
        beforeEach();
        participants.push_back({{"id", participant.id},
                                {"name", participant.name},
                                {"count", participant.count},
                                {"charts", charts(series, participant, groups, options)}});
    }
    const ordered_json document = {{"version", 1},
                                   {"title", series.room},
                                   {"range", {{"from", series.fromMs}, {"to", series.toMs}}},
                                   {"interval_s", series.intervalS},
                                   {"bridge_ms", bridgeMs(series)},
                                   {"theme", options.dark() ? "dark" : "light"},
                                   {"locale", orNull(options.locale)},
                                   {"time_zone", orNull(options.timeZone)},
                                   {"participants", std::move(participants)}};
    return document.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace vuedeo::charts::js
