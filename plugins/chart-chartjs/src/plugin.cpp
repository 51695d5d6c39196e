// chart-chartjs: series in, a Chart.js configuration out. Without state, so without locks.
#include <vuedeo/chart.hpp>

#include "document.hpp"
#include "options.hpp"
#include "series.hpp"

namespace vuedeo::charts::js {

class ChartJs final : public Chart {
public:
    static constexpr const char* kMediaType = "application/vnd.vuedeo.chartjs+json";
    static constexpr const char* kConfigSchema =
        R"({"$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
            "additionalProperties": false})";

    ChartJs(Host host, std::string_view /*configJson*/) : Chart(host) {}

    std::string render(std::string_view seriesJson, std::string_view optionsJson,
                       const Call& call) override {
        const Options options = parseOptions(optionsJson);
        const Series series = parseSeries(seriesJson);
        return makeDocument(series, options, [&call] {
            if (call.cancelled()) throw Error(VUEDEO_E_UNAVAILABLE, "nobody waits any more");
            if (call.remaining().count() == 0) {
                throw Error(VUEDEO_E_UNAVAILABLE, "the deadline passed while drawing");
            }
        });
    }
};

}  // namespace vuedeo::charts::js

VUEDEO_PLUGIN(vuedeo::charts::js::ChartJs, "chart-chartjs", "1.0.0")
