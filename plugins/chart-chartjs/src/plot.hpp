// One group of one participant as a Chart.js configuration without functions.
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "groups.hpp"
#include "options.hpp"
#include "series.hpp"

namespace vuedeo::charts::js {

// What the README of this plugin describes under "charts".
nlohmann::ordered_json makePlot(const Series& series, const Participant& participant,
                                const Group& group, const Options& options);

}  // namespace vuedeo::charts::js
