// Answers a series query, bucket by bucket, in memory that does not grow with the range.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <pqxx/pqxx>
#include <vuedeo/plugin.hpp>

namespace vuedeo::timescale {

// On a reader's transaction. Throws Error INVALID with the field at fault, and NOT_FOUND for an
// unknown room.
void readSeries(pqxx::transaction_base& transaction, const vuedeo_series_query& query,
                const Call& call, const vuedeo_bucket_visitor& visitor);

}  // namespace vuedeo::timescale
