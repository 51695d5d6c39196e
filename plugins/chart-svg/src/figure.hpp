// One chart of one participant: title, legend, axes, lines.
#pragma once
#include "groups.hpp"
#include "options.hpp"
#include "series.hpp"
#include "writer.hpp"

namespace vuedeo::charts::svg {

// Draws from `top` downwards and returns the height that it took.
double drawFigure(const Series& series, const Participant& participant, const Group& group,
                  const Options& options, double top, Writer& writer);

}  // namespace vuedeo::charts::svg
