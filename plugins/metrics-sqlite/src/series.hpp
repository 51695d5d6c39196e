// Answers a series query, bucket by bucket, in memory that does not grow with the range.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include "connection.hpp"

namespace vuedeo::sqlite {

// On a reader's connection, inside its transaction. Throws Error INVALID with the field at fault,
// and NOT_FOUND for an unknown room.
void readSeries(Connection& connection, const vuedeo_series_query& query,
                const vuedeo_bucket_visitor& visitor);

}  // namespace vuedeo::sqlite
