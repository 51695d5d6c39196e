// vuedeo/chart.hpp - base class of a chart plugin. What render gets and gives: abi/chart.h.
// The class states its media type: static constexpr const char* kMediaType = "image/svg+xml";
#pragma once
#include "abi/chart.h"
#include "plugin.hpp"

namespace vuedeo {

class Chart : public Plugin {
public:
    using Plugin::Plugin;
    virtual std::string render(std::string_view seriesJson, std::string_view optionsJson,
                               const Call& call) = 0;
};

namespace detail {

template <class T>
struct Table<Chart, T> {
    static constexpr const char* kId = VUEDEO_CHART_1;

    static vuedeo_status render(void* self, vuedeo_str series, vuedeo_str options,
                                const vuedeo_call* call, const vuedeo_sink* document,
                                vuedeo_error* error) noexcept {
        return guard(error, [&] {
            put(*document, static_cast<T*>(self)->render(view(series), view(options), Call(call)));
        });
    }

    static constexpr vuedeo_chart_1 kTable = {sizeof(vuedeo_chart_1), 0, T::kMediaType, render};
};

}  // namespace detail
}  // namespace vuedeo
