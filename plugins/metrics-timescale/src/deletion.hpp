// Deletes everything before a time, when somebody asks for it.
#pragma once
#include <cstdint>
#include <vuedeo/plugin.hpp>

#include "connection.hpp"
#include "retention.hpp"

namespace vuedeo::timescale {

// Returns the number of samples deleted. From the moment of the commit nothing of them is shown.
uint64_t deleteSamplesBefore(Connection& connection, Retention& retention, int64_t beforeMs,
                             const Call& call);

}  // namespace vuedeo::timescale
