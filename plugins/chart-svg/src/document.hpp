// The picture: of one participant all charts that have values, of several the first of each.
#pragma once
#include <functional>
#include <string>

#include "options.hpp"
#include "series.hpp"

namespace vuedeo::charts::svg {

// `beforeEach` is called before each participant and may throw to give up. The same series and
// options make the same bytes.
std::string makeDocument(const Series& series, const Options& options,
                         const std::function<void()>& beforeEach);

}  // namespace vuedeo::charts::svg
