// How the viewer wants the chart: render's options_json.
#pragma once
#include <string>
#include <string_view>

namespace vuedeo::charts {

enum class Theme { kUnsaid, kLight, kDark };

struct Options {
    Theme theme = Theme::kUnsaid;
    std::string locale;    // BCP 47; empty: the viewer's own
    std::string timeZone;  // IANA name; empty: the viewer's own

    bool dark() const { return theme == Theme::kDark; }
};

// An empty text means no options. Throws vuedeo::Error INVALID with the option's name: for an
// unknown one, too.
Options parseOptions(std::string_view json);

}  // namespace vuedeo::charts
