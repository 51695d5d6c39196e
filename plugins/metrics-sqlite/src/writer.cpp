#include "writer.hpp"

#include <utility>

namespace vuedeo::sqlite {

Writer::Writer(std::string path, const Host& host) : path_(std::move(path)), host_(host) {}

void Writer::open() {
    auto lock = std::make_unique<LockFile>(path_ + ".lock");
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
        work(open);
        transaction.commit();
    } catch (const DatabaseError& error) {
        session_.reset();
        if (error.isStorageFault()) setFault(error.what());
        throw;
    } catch (...) {
        session_.reset();
        throw;
    }
    setFault("");
}

Session& Writer::session() {
    if (session_ != nullptr && session_->connection().fileHasMoved()) {
        host_.error(path_ + ": the file was moved or deleted while it was in use");
        session_.reset();
    }
    if (session_ == nullptr) session_ = std::make_unique<Session>(path_);
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
