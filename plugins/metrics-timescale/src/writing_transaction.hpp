// A transaction that stores samples. Its beginning is one message to the server and its end
// another, because with small batches the messages cost more than the samples.
//
// Used by one thread. Throws what libpqxx throws.
#pragma once
#include <chrono>
#include <cstdint>
#include <pqxx/pqxx>
#include <set>
#include <string>

#include "connection.hpp"
#include "store_state.hpp"

namespace vuedeo::timescale {

class WritingTransaction {
public:
    // Locks these rooms. statementTime: what each statement may take.
    WritingTransaction(Connection& connection, std::chrono::milliseconds statementTime,
                       const std::set<int64_t>& rooms);
    ~WritingTransaction();  // rolls back what is not committed
    WritingTransaction(const WritingTransaction&) = delete;
    WritingTransaction& operator=(const WritingTransaction&) = delete;

    pqxx::transaction_base& raw() noexcept { return transaction_; }
    // Holds until the end.
    const StoreState& state() const noexcept { return state_; }
    const std::string& id() const noexcept { return id_; }
    // False: one of the rooms is not there.
    bool hasLockedAll() const noexcept { return hasLockedAll_; }
    bool lock(const std::set<int64_t>& rooms);

    // Throws pqxx::in_doubt_error if the connection is lost meanwhile.
    void commit();

private:
    pqxx::connection& connection_;
    pqxx::nontransaction transaction_;
    StoreState state_;
    std::string id_;
    bool hasLockedAll_ = false;
    bool isOver_ = false;
};

}  // namespace vuedeo::timescale
