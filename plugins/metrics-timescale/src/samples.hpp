// Answers a query for single samples, in memory that does not grow with the range.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <pqxx/pqxx>
#include <vuedeo/plugin.hpp>

namespace vuedeo::timescale {

// On a reader's transaction. Throws Error NOT_FOUND for an unknown room.
void readSamples(pqxx::transaction_base& transaction, const vuedeo_sample_query& query,
                 const Call& call, const vuedeo_sample_visitor& visitor);

}  // namespace vuedeo::timescale
