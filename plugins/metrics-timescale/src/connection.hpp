// One connection to the server, set up for this store: search path, UTC, patience.
//
// Belongs to one thread at a time. After a failure of the connection it is thrown away, because
// libpqxx 6 would otherwise reconnect by itself and lose the settings. Constructor and statements
// throw what libpqxx throws; database_error.hpp says what it means.
#pragma once
#include <pqxx/pqxx>
#include <set>
#include <string>

#include "config.hpp"

namespace vuedeo::timescale {

class Connection {
public:
    explicit Connection(const Config& config);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    pqxx::connection& raw() noexcept { return connection_; }
    // Once in its life.
    void prepare(const std::string& name, const std::string& sql);

private:
    pqxx::connection connection_;
    std::set<std::string> prepared_;
};

}  // namespace vuedeo::timescale
