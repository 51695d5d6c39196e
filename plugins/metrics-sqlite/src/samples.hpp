// Reads single samples: those that are filed and those that still lie in the inbox, in one order.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include "connection.hpp"

namespace vuedeo::sqlite {

// On a reader's connection, inside its transaction. Throws Error NOT_FOUND for an unknown room.
void readSamples(Connection& connection, const vuedeo_sample_query& query,
                 const vuedeo_sample_visitor& visitor);

}  // namespace vuedeo::sqlite
