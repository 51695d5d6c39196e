// The chart document: one Chart.js configuration a participant and group. README.md describes it.
#pragma once
#include <functional>
#include <string>

#include "options.hpp"
#include "series.hpp"

namespace vuedeo::charts::js {

// `beforeEach` is called before each participant and may throw to give up. Names that are not UTF-8
// lose the bytes at fault (U+FFFD). The same series and options make the same bytes.
std::string makeDocument(const Series& series, const Options& options,
                         const std::function<void()>& beforeEach);

}  // namespace vuedeo::charts::js
