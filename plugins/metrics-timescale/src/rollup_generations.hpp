// Continuous aggregates, which cannot gain columns: each time the dictionary has grown, others go
// on.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "connection.hpp"
#include "pq.hpp"

namespace vuedeo::timescale {

struct RollupGeneration {
    std::string suffix;  // of its aggregates' names; empty while there is but one generation
    int64_t fromMs;
    int64_t untilMs;
};

// Oldest first, without gaps. They stay as they are while the lock of maintenance is held.
std::vector<RollupGeneration> readGenerations(pqxx::transaction_base& transaction);

// Ends the present generation where rollups are made up to, and begins one with all fields.
void beginGeneration(pqxx::transaction_base& transaction);

}  // namespace vuedeo::timescale
