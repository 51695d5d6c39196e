// One chart of one participant: title, legend, axes, lines.
#pragma once
#include "groups.hpp"
#include "series.hpp"
#include "time_zone.hpp"
#include "writer.hpp"

namespace vuedeo::charts::svg {

struct Look {
    bool dark = false;
    TimeZone zone;
};

// Draws from `top` downwards and returns the height that it took.
double drawFigure(const Series& series, const Participant& participant, const Group& group,
                  const Look& look, double top, Writer& writer);

}  // namespace vuedeo::charts::svg
