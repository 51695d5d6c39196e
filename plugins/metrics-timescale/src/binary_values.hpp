// Results in PostgreSQL's binary form, as a binary cursor gives them. Neither the server nor the
// client spends time on digits.
#pragma once
#include <cstdint>
#include <pqxx/pqxx>
#include <vector>

namespace vuedeo::timescale {

int64_t bigintOf(const pqxx::field& field);

// Elements of a float8[] in place of what was in values; those that are NULL are NaN. Throws
// std::runtime_error if the field is anything else.
void doublesOf(const pqxx::field& field, std::vector<double>& values);

}  // namespace vuedeo::timescale
