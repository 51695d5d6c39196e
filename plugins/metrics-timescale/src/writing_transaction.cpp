#include "writing_transaction.hpp"

#include <vuedeo/plugin.hpp>

#include "array_literal.hpp"
#include "pq.hpp"
#include "sql.hpp"

namespace vuedeo::timescale {
namespace {

constexpr const char* kBeginWriting = "begin_writing";
constexpr int kTransactionId = 5;
constexpr int kLockedRooms = 6;

std::string arrayOf(const std::set<int64_t>& ids) {
    ArrayLiteral array(ids.size(), 8);
    for (const int64_t id : ids) array.add(id);
    return array.take();
}

}  // namespace

WritingTransaction::WritingTransaction(Connection& connection,
                                       std::chrono::milliseconds statementTime,
                                       const std::set<int64_t>& rooms)
    : connection_(connection.raw()), transaction_(connection.raw()) {
    connection.prepare(kBeginWriting, sql::beginWriting());
    transaction_.exec("BEGIN; " + sql::setTimeout(statementTime) + "; " +
                      sql::lockShared(sql::Lock::kWriting));
    const pqxx::result begun =
        pq::execPrepared(transaction_, kBeginWriting, pq::Params{arrayOf(rooms)});
    if (begun.empty()) throw Error(VUEDEO_E_UNAVAILABLE, "the row of store_state is missing");
    state_ = stateOf(begun[0]);
    id_ = begun[0][kTransactionId].c_str();
    hasLockedAll_ = begun[0][kLockedRooms].as<std::size_t>() == rooms.size();
}

// A connection that is broken would be opened anew by libpqxx 6.
WritingTransaction::~WritingTransaction() {
    if (isOver_ || !connection_.is_open()) return;
    try {
        transaction_.exec("ROLLBACK");
    } catch (const std::exception&) {
        return;  // whoever uses the connection next meets the same
    }
}

bool WritingTransaction::lock(const std::set<int64_t>& rooms) {
    const pqxx::result locked = pq::exec(transaction_, sql::kLockRooms, {arrayOf(rooms)});
    return static_cast<std::size_t>(locked.size()) == rooms.size();
}

void WritingTransaction::commit() {
    isOver_ = true;
    try {
        transaction_.exec("COMMIT");
    } catch (const std::exception& error) {
        if (connection_.is_open()) throw;
        throw pqxx::in_doubt_error(error.what());
    }
}

}  // namespace vuedeo::timescale
