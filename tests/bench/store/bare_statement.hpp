// The baseline for PostgreSQL: whole batches through one statement with unnest, from a bare loop
// around libpqxx. Keys are known and the arrays are made before the clock runs.
#pragma once
#include <string>

#include "appends.hpp"
#include "scratch_schema.hpp"

namespace vuedeo::store_bench {

// The statement alone, into a table like that of the store.
std::string plainInsert();

// statement: takes room ids, participant ids, times and the fields as arrays, as the store's own.
AppendFigures measureStatement(ScratchSchema& schema, const std::string& statement,
                               const AppendLoad& load);

}  // namespace vuedeo::store_bench
