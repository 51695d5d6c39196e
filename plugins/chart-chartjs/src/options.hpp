// How the viewer wants the chart: render's options_json.
#pragma once
#include <string>
#include <string_view>

namespace vuedeo::chartjs {

struct Options {
    bool dark = false;
    std::string locale;    // BCP 47; empty: the browser's own
    std::string timeZone;  // IANA name; empty: the browser's own
};

// An empty text means no options. Throws vuedeo::Error INVALID with the option's name: for an
// unknown one, too.
Options parseOptions(std::string_view json);

}  // namespace vuedeo::chartjs
