// Reads a body of samples event by event and says exactly what is wrong with one. Any thread.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <cstdint>
#include <vector>

#include "net/message.hpp"

namespace vuedeo::quality {

// As samplesFromBody(), of which this is the thorough half.
std::vector<vuedeo_sample> readSamples(const net::Request& request, int64_t nowMs);

}  // namespace vuedeo::quality
