// Reads single samples: those that are filed and those that still lie in the inbox, in one order.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include "connection.hpp"
#include "waiting_samples.hpp"

namespace vuedeo::sqlite {

// On a reader's connection, inside its transaction. Throws Error NOT_FOUND for an unknown room.
void readSamples(Connection& connection, const vuedeo_sample_query& query,
                 const vuedeo_sample_visitor& visitor);

// Of a row of sql::selectWholeSamples().
FieldValues valuesOfSample(const Statement& row);

}  // namespace vuedeo::sqlite
