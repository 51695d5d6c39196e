#include "read.hpp"

#include <memory>

#include "database_error.hpp"
#include "sql.hpp"

namespace vuedeo::timescale {
namespace {

constexpr int kRowsPerFetch = 1000;
constexpr int kKeptFree = 2;

using Transaction = std::unique_ptr<pqxx::work>;

Transaction begin(Connection& connection, const Call& call) {
    auto transaction = std::make_unique<pqxx::work>(connection.raw());
    transaction->exec(sql::beginReading(call.remaining()));
    return transaction;
}

// A connection that has rested may be broken; nothing is lost by another one yet.
Transaction beginOnLease(Pool::Lease& lease, const Call& call) {
    try {
        return begin(*lease, call);
    } catch (const pqxx::failure& error) {
        if (faultOf(error).kind != FaultKind::kLost) throw;
    }
    lease.replace();
    return begin(*lease, call);
}

void fetchAll(pqxx::transaction_base& transaction, const Call& call, const RowVisitor& visit) {
    const std::string fetch = sql::fetch(kRowsPerFetch);
    for (bool more = true; more;) {
        const pqxx::result rows = transaction.exec(fetch);
        more = rows.size() == kRowsPerFetch;
        for (const auto& row : rows) {
            refuseIfOver(call);
            if (!visit(row)) return;
        }
    }
}

}  // namespace

void refuseIfOver(const Call& call) {
    if (call.cancelled()) throw Error(VUEDEO_E_UNAVAILABLE, "the call was cancelled");
    if (call.remaining().count() == 0)
        throw Error(VUEDEO_E_UNAVAILABLE, "the call's deadline has passed");
}

Reader::Reader(Pool& pool, int connections)
    : pool_(pool), turnstile_(connections > kKeptFree ? connections - kKeptFree : connections) {}

void Reader::run(const Call& call, const Work& work) {
    const Turnstile::Pass pass(turnstile_, call.deadline());
    try {
        Pool::Lease lease(pool_, call);
        const Transaction transaction = beginOnLease(lease, call);
        try {
            work(*transaction);
        } catch (const std::exception& error) {
            if (faultOf(error).kind == FaultKind::kLost) throw;
            transaction->abort();  // whatever ended the work, the connection is good
            lease.keep();
            throw;
        }
        transaction->commit();
        lease.keep();
    } catch (const pqxx::failure& error) {
        throw toError(faultOf(error), call);
    }
}

void forEachRow(pqxx::transaction_base& transaction, const std::string& query,
                const pq::Params& params, const Call& call, const RowVisitor& visit) {
    pq::exec(transaction, sql::declareCursor(query), params);
    fetchAll(transaction, call, visit);
}

void forEachBinaryRow(pqxx::transaction_base& transaction, const std::string& query,
                      const pq::Params& params, const Call& call, const RowVisitor& visit) {
    pq::exec(transaction, sql::declareBinaryCursor(query), params);
    fetchAll(transaction, call, visit);
}

}  // namespace vuedeo::timescale
