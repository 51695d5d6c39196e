// One group of one participant as a Chart.js configuration without functions.
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "groups.hpp"
#include "options.hpp"
#include "series.hpp"

namespace vuedeo::chartjs {

// What the README of this plugin describes under "charts".
nlohmann::ordered_json makePlot(const Series& series, const Participant& participant,
                                const Group& group, const Options& options);

// True when a line of the group has a value somewhere.
bool hasValues(const Participant& participant, const Group& group);

}  // namespace vuedeo::chartjs
