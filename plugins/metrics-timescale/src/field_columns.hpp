// The columns of the quality fields, in a schema that may have been made with fewer fields.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "pq.hpp"

namespace vuedeo::timescale {

// Those of the dictionary without a column in the table; named by the field and the ending.
std::vector<uint32_t> missingFields(pqxx::transaction_base& transaction, const std::string& table,
                                    const std::string& ending = "");

// Gives samples and rollups the columns of all fields. What is stored stays, with the others
// unknown. Answers the fields that were added.
std::vector<uint32_t> addMissingFields(pqxx::transaction_base& transaction,
                                       bool hasContinuousAggregates);

}  // namespace vuedeo::timescale
