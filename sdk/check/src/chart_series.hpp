// A series as the host hands it to a chart: two participants, five minutes, one gap.
#pragma once
#include <nlohmann/json.hpp>

namespace vuedeo::check {

// {"room", "from", "to", ...} of abi/chart.h; values: what every bucket of every field holds.
nlohmann::json chartSeries(const nlohmann::json& values = {1.0, 2.0, nullptr, 4.0, 5.0});

}  // namespace vuedeo::check
