// A few read-only connections, lent to one call each. Used by any thread between open and close.
#pragma once
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <vector>
#include <vuedeo/plugin.hpp>

#include "connection.hpp"
#include "turnstile.hpp"

namespace vuedeo::sqlite {

class ReaderPool {
public:
    ReaderPool(std::string path, int readers);

    // Runs work in one read transaction, which sees one state of the database. What it runs is
    // interrupted (UNAVAILABLE) when the call is cancelled or its deadline has passed. Throws what
    // work throws; only a fault of the file costs the connection.
    using Work = std::function<void(Connection&)>;
    void run(const Call& call, const Work& work);
    void close() noexcept;

private:
    Connection borrow();
    void giveBack(Connection connection);

    const std::string path_;
    Turnstile turnstile_;
    std::mutex mutex_;
    std::vector<Connection> idle_;
};

}  // namespace vuedeo::sqlite
