// What a series must be, by brute force over the samples: the judge of every store's rollups.
#pragma once
#include <vector>

#include "store_host.hpp"

namespace vuedeo::store_test {

std::vector<Bucket> expectedSeries(const std::vector<Sample>& samples, const SeriesQuery& query,
                                   const std::vector<std::string>& participantOrder);

// Compares bucket by bucket: counts, minima and maxima exactly, sums within rounding.
void expectSameSeries(const std::vector<Bucket>& actual, const std::vector<Bucket>& expected);

}  // namespace vuedeo::store_test
