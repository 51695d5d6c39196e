// A chart: picks the first field of a series, one line a participant, for the browser half to draw.
#include <nlohmann/json.hpp>
#include <vuedeo/chart.hpp>

#include <string>
#include <string_view>

namespace {

using Json = nlohmann::json;

Json objectOf(std::string_view text, const char* argument) {
    Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) throw vuedeo::Error::invalid(argument, "must be a JSON object");
    return json;
}

// This chart needs none of the options, but a wrong one is a mistake to be told.
void checkOptions(const Json& options) {
    for (const auto& [key, value] : options.items()) {
        const bool isRight =
            value.is_string() && (key != "theme" || value == "light" || value == "dark");
        if (!isRight) throw vuedeo::Error::invalid(key, "must be as vuedeo/abi/chart.h says");
    }
}

class TemplateChart final : public vuedeo::Chart {
public:
    static constexpr const char* kMediaType = "application/vnd.chart-template+json";
    static constexpr const char* kConfigSchema =
        R"({"type": "object", "additionalProperties": false})";

    TemplateChart(vuedeo::Host host, std::string_view /*configJson*/) : Chart(host) {}

    // seriesJson is the answer of GET /api/v1/rooms/{room}/series: see vuedeo/abi/chart.h.
    std::string render(std::string_view seriesJson, std::string_view optionsJson,
                       const vuedeo::Call&) override {
        const Json series = objectOf(seriesJson, "series");
        checkOptions(objectOf(optionsJson, "options"));
        const Json& field = series.at("fields").at(0);
        const std::string name = field.at("name");
        Json lines = Json::array();
        for (const Json& participant : series.at("participants")) {
            lines.push_back({{"name", participant.at("name")},
                             {"time", participant.at("time")},
                             {"value", participant.at("values").at(name).at("value")}});
        }
        const Json document = {{"label", field.at("label")},
                               {"unit", field.at("unit")},
                               {"from", series.at("from")},
                               {"to", series.at("to")},
                               {"lines", lines}};
        return document.dump();
    }
};

}  // namespace

VUEDEO_PLUGIN(TemplateChart, "chart-template", "0.1.0")
