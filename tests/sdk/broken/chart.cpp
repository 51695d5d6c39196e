// A chart that breaks one rule.
#include <map>
#include <string>
#include <vuedeo/plugin.hpp>

#include "broken.hpp"

namespace vuedeo::broken {
namespace {

vuedeo_chart_1 real{};
vuedeo_chart_1 mine{};

using Render = decltype(mine.render);

const std::map<std::string_view, Render> kRenders = {
    {"chart-deterministic",
     [](void* self, vuedeo_str series, vuedeo_str options, const vuedeo_call* call,
        const vuedeo_sink* document, vuedeo_error* error) -> vuedeo_status {
         static int number = 0;
         const vuedeo_status status = real.render(self, series, options, call, document, error);
         if (status == VUEDEO_OK) detail::put(*document, std::string(++number, ' '));
         return status;
     }},
    {"chart-gaps",
     [](void* self, vuedeo_str series, vuedeo_str options, const vuedeo_call* call,
        const vuedeo_sink* document, vuedeo_error* error) -> vuedeo_status {
         std::string text(view(series));
         for (std::size_t at = 0; (at = text.find("null", at)) != std::string::npos;)
             text.replace(at, 4, "0.0");
         return real.render(self, str(text), options, call, document, error);
     }},
    {"chart-escaping",
     [](void* self, vuedeo_str series, vuedeo_str options, const vuedeo_call* call,
        const vuedeo_sink* document, vuedeo_error* error) -> vuedeo_status {
         const vuedeo_status status = real.render(self, series, options, call, document, error);
         if (status == VUEDEO_OK) detail::put(*document, "<script>alert(1)</script>");
         return status;
     }},
    {"chart-options",
     [](void* self, vuedeo_str series, vuedeo_str, const vuedeo_call* call,
        const vuedeo_sink* document, vuedeo_error* error) -> vuedeo_status {
         return real.render(self, series, str("{}"), call, document, error);
     }},
};

}  // namespace

const vuedeo_chart_1* breakChart(const vuedeo_chart_1& table) {
    real = table;
    mine = table;
    if (wanted() == "chart-media-type") mine.media_type = "json";
    const auto render = kRenders.find(wanted());
    if (render != kRenders.end()) mine.render = render->second;
    return &mine;
}

}  // namespace vuedeo::broken
