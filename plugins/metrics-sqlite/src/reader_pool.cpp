#include "reader_pool.hpp"

#include <utility>

#include "schema.hpp"

namespace vuedeo::sqlite {
namespace {

constexpr int kInstructionsPerQuestion = 4000;  // well under a millisecond

bool isOver(const Call& call) {
    return call.cancelled() || call.remaining().count() == 0;
}

int mustStop(void* context) {
    return isOver(*static_cast<const Call*>(context)) ? 1 : 0;
}

// SQLite asks it while it runs a statement.
class InterruptibleBy {
public:
    InterruptibleBy(Connection& connection, const Call& call) : connection_(connection) {
        sqlite3_progress_handler(connection_.handle(), kInstructionsPerQuestion, mustStop,
                                 const_cast<Call*>(&call));
    }
    InterruptibleBy(const InterruptibleBy&) = delete;
    InterruptibleBy& operator=(const InterruptibleBy&) = delete;
    ~InterruptibleBy() { sqlite3_progress_handler(connection_.handle(), 0, nullptr, nullptr); }

private:
    Connection& connection_;
};

}  // namespace

ReaderPool::ReaderPool(std::string path, int readers)
    : path_(std::move(path)), turnstile_(readers) {}

void ReaderPool::run(const Call& call, const Work& work) {
    const Turnstile::Pass pass(turnstile_, call.deadline());
    Connection connection = borrow();
    try {
        const InterruptibleBy interruptible(connection, call);
        Transaction transaction(connection, Transaction::Kind::kRead);
        work(connection);
        if (isOver(call))
            throw Error(VUEDEO_E_UNAVAILABLE, "the call was cancelled or out of time");
        transaction.commit();
    } catch (const DatabaseError& error) {
        if (!error.isStorageFault()) giveBack(std::move(connection));
        throw;
    } catch (...) {
        giveBack(std::move(connection));
        throw;
    }
    giveBack(std::move(connection));
}

Connection ReaderPool::borrow() {
    {
        const std::lock_guard lock(mutex_);
        while (!idle_.empty()) {
            Connection connection = std::move(idle_.back());
            idle_.pop_back();
            if (!connection.fileHasMoved()) return connection;
        }
    }
    return openReader(path_);
}

void ReaderPool::giveBack(Connection connection) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
}

void ReaderPool::close() noexcept {
    const std::lock_guard lock(mutex_);
    idle_.clear();
}

}  // namespace vuedeo::sqlite
