// Colours of what is no line, and the page's measures. Text has a contrast of at least 4.5:1.
#pragma once

namespace vuedeo::charts::svg {

struct Palette {
    const char* surface;
    const char* text;
    const char* faint;
    const char* grid;
};
inline constexpr Palette kLightPalette = {"#ffffff", "#1c2430", "#566070", "#c9d0da"};
inline constexpr Palette kDarkPalette = {"#171c24", "#e8ecf3", "#a3adbd", "#3a4454"};

inline constexpr double kWidth = 720;
inline constexpr double kPadding = 12;
inline constexpr double kTextHeight = 18;
inline constexpr double kPlotHeight = 190;
inline constexpr double kAxisWidth = 62;  // numbers, ticks and the turned title

}  // namespace vuedeo::charts::svg
