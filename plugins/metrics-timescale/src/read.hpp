// The reading half: queries in one snapshot, on a bounded number of connections, with rows fetched
// piece by piece, and given up when the caller has gone or has no time left.
#pragma once
#include <functional>
#include <string>
#include <vuedeo/plugin.hpp>

#include "pool.hpp"
#include "pq.hpp"
#include "turnstile.hpp"

namespace vuedeo::timescale {

// Throws Error UNAVAILABLE if the call was cancelled or its deadline has passed.
void refuseIfOver(const Call& call);

// Used by any thread.
class Reader {
public:
    // Leaves connections for writing and maintenance, if there are enough.
    Reader(Pool& pool, int connections);

    // One read-only transaction. Throws what work throws, database errors as Error.
    using Work = std::function<void(pqxx::transaction_base&)>;
    void run(const Call& call, const Work& work);

private:
    Pool& pool_;
    Turnstile turnstile_;
};

// Shows the rows of a query until visit returns false; a thousand of them are in memory at a time.
// Once in a transaction, which closes the cursor.
using RowVisitor = std::function<bool(const pqxx::row&)>;
void forEachRow(pqxx::transaction_base& transaction, const std::string& query,
                const pq::Params& params, const Call& call, const RowVisitor& visit);
// The same with values in their binary form (binary_values.hpp).
void forEachBinaryRow(pqxx::transaction_base& transaction, const std::string& query,
                      const pq::Params& params, const Call& call, const RowVisitor& visit);

}  // namespace vuedeo::timescale
