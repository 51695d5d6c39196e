#include "writer.hpp"

#include <utility>

namespace vuedeo::sqlite {
namespace {

constexpr std::chrono::milliseconds kShrinkPatience{1000};

}  // namespace

Writer::Writer(std::string path, const Host& host) : path_(std::move(path)), host_(host) {}

void Writer::open() {
    auto lock = std::make_unique<LockFile>(path_);
    session_ = std::make_unique<Session>(path_);
    lock_ = std::move(lock);
    setFault("");
}

void Writer::close() noexcept {
    session_.reset();
    lock_.reset();
}

void Writer::run(std::chrono::steady_clock::time_point deadline, const Work& work) {
    const Turnstile::Pass pass(turnstile_, deadline);
    try {
        Session& open = session();
        Transaction transaction(open.connection(), Transaction::Kind::kWrite);
        if (std::exchange(rolledBack_, true)) open.reload();
        work(open);
        transaction.commit();
        rolledBack_ = false;
    } catch (const DatabaseError& error) {
        if (error.isStorageFault()) {
            session_.reset();
            setFault(error.what());
        }
        throw;
    }
    setFault("");
}

bool Writer::shrinkLog(std::uintmax_t limitBytes) {
    const Turnstile::Pass pass(turnstile_, std::chrono::steady_clock::now() + kShrinkPatience);
    Connection& connection = session().connection();
    return connection.logBytes() <= limitBytes || connection.truncateLog(kShrinkPatience);
}

Session& Writer::session() {
    if (session_ != nullptr && session_->connection().fileHasMoved()) {
        host_.error(path_ + ": the file was moved or deleted while it was in use");
        session_.reset();
    }
    if (session_ == nullptr) {
        session_ = std::make_unique<Session>(path_);
        rolledBack_ = false;
    }
    return *session_;
}

void Writer::setFault(const std::string& fault) {
    std::string before;
    {
        const std::lock_guard guard(faultMutex_);
        before = std::exchange(fault_, fault);
    }
    if (before.empty() && !fault.empty()) host_.error("writing fails: " + fault);
    if (!before.empty() && fault.empty()) host_.info(path_ + ": writing works again");
}

std::string Writer::storageFault() const {
    const std::lock_guard guard(faultMutex_);
    return fault_;
}

}  // namespace vuedeo::sqlite
