// What holds for a chart.
#include <vuedeo/abi/chart.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vuedeo/plugin.hpp>

#include "chart_series.hpp"
#include "check.hpp"
#include "instance.hpp"

namespace vuedeo::check {
namespace {

using nlohmann::json;

class Renderer {
public:
    explicit Renderer(const Subject& subject)
        : host_(subject.scratch / "data"),
          running_(subject.plugin, host_, subject.configJson),
          chart_(running_->table<vuedeo_chart_1>(VUEDEO_CHART_1)) {}

    std::string mediaType() const { return chart_.media_type == nullptr ? "" : chart_.media_type; }
    Answer render(const json& series, const json& options = json::object()) {
        return answerOf([&](const vuedeo_call& call, const vuedeo_sink& sink, vuedeo_error& error) {
            const std::string data = series.dump();
            const std::string wishes = options.dump();
            return chart_.render(running_->self(), str(data), str(wishes), &call, &sink, &error);
        });
    }
    std::string document(const json& series, const json& options = json::object()) {
        const Answer answer = render(series, options);
        require(answer.status == VUEDEO_OK,
                "render answered " + toString(answer.status) + " (" + answer.message + ")");
        require(!answer.text.empty(), "render answered an empty document");
        return answer.text;
    }

private:
    CheckHost host_;
    Running running_;
    const vuedeo_chart_1& chart_;
};

void isDeterministic(const Subject& subject) {
    Renderer one(subject);
    Renderer other({subject.plugin, subject.configJson, subject.scratch / "other"});
    const std::string document = one.document(chartSeries());
    require(document == one.document(chartSeries()), "the second document differs from the first");
    require(document == other.document(chartSeries()), "another instance's document differs");
}

void namesAMediaType(const Subject& subject) {
    static const std::regex type("[a-z]+/[A-Za-z0-9.+-]+");
    const Renderer renderer(subject);
    require(std::regex_match(renderer.mediaType(), type),
            "media_type is \"" + renderer.mediaType() + "\"");
}

void leavesGaps(const Subject& subject) {
    Renderer renderer(subject);
    const std::string gap = renderer.document(chartSeries({1.0, nullptr, 3.0}));
    require(gap != renderer.document(chartSeries({1.0, 0.0, 3.0})), "a gap is drawn as zero");
    renderer.document(chartSeries({nullptr, nullptr}));
    json nobody = chartSeries();
    nobody["participants"] = json::array();
    renderer.document(nobody);
}

void escapesNames(const Subject& subject) {
    Renderer renderer(subject);
    json series = chartSeries();
    const std::string name = "</script><script>alert(1)</script>\"'&\\\n";
    for (json& participant : series["participants"]) participant["name"] = name;
    const std::string document = renderer.document(series);
    const std::string type = renderer.mediaType();
    if (type.find("json") != std::string::npos) {
        require(!json::parse(document, nullptr, false).is_discarded(), "the document is no JSON");
    } else {
        require(document.find("<script>alert") == std::string::npos, "a name is in it as markup");
    }
}

void refusesWrongOptions(const Subject& subject) {
    Renderer renderer(subject);
    const json wrong[] = {{{"theme", "purple"}}, {{"locale", 5}}, {{"time_zone", json::array()}}};
    for (const json& options : wrong) {
        const Answer answer = renderer.render(chartSeries(), options);
        const std::string key = options.begin().key();
        require(answer.status == VUEDEO_E_INVALID && answer.field.find(key) != std::string::npos,
                "render answered " + toString(answer.status) + " with the field \"" + answer.field +
                    "\" to the options " + options.dump());
    }
    for (const char* theme : {"light", "dark"})
        renderer.document(chartSeries(), {{"theme", theme}});
}

}  // namespace

std::vector<Check> chartChecks() {
    const char* kind = "chart";
    return {
        {"chart-deterministic", "The same series and options give the same bytes.", kind,
         isDeterministic},
        {"chart-media-type", "media_type is a media type without parameters.", kind,
         namesAMediaType},
        {"chart-gaps", "Unknown values are gaps, and a series without any is drawn.", kind,
         leavesGaps},
        {"chart-escaping", "A participant's name is never markup or broken syntax.", kind,
         escapesNames},
        {"chart-options", "A wrong option is INVALID and named; both themes are drawn.", kind,
         refusesWrongOptions},
    };
}

}  // namespace vuedeo::check
