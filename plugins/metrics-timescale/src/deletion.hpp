// Deletes everything before a time, when somebody asks for it.
#pragma once
#include <cstdint>
#include <vuedeo/plugin.hpp>

#include "connection.hpp"

namespace vuedeo::timescale {

// Returns the number of samples deleted. From the moment of the commit nothing of them is shown.
// Whole chunks and partitions that are empty then, and rollups, are left to maintenance.
uint64_t deleteSamplesBefore(Connection& connection, int64_t beforeMs, const Call& call);

}  // namespace vuedeo::timescale
