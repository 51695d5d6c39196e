// One connection to the server, set up for this store: search path, UTC, patience.
//
// Belongs to one thread at a time. After a failure of the connection it is thrown away, because
// libpqxx 6 would otherwise reconnect by itself and lose the settings. Constructor and statements
// throw what libpqxx throws; database_error.hpp says what it means.
#pragma once
#include <cstdint>
#include <pqxx/pqxx>
#include <set>
#include <string>

#include "config.hpp"
#include "connection_watch.hpp"

namespace vuedeo::timescale {

class Connection {
public:
    Connection(const Config& config, ConnectionWatch& watch, const Limit& limit);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    pqxx::connection& raw() noexcept { return connection_; }
    // Once in its life.
    void prepare(const std::string& name, const std::string& sql);
    // What SampleRows needs to know.
    uint32_t sampleTypeId();
    // What a ConnectionWatch may cut: open for as long as this lives, whatever libpq closes.
    int socket() const noexcept { return socket_.get(); }
    // Tells the server that runs now, and its database, from any other one.
    const std::string& origin() const noexcept { return origin_; }

private:
    class Socket {
    public:
        explicit Socket(int original);
        ~Socket();
        Socket(const Socket&) = delete;
        Socket& operator=(const Socket&) = delete;
        int get() const noexcept { return descriptor_; }

    private:
        int descriptor_;
    };

    pqxx::connection connection_;
    Socket socket_;
    std::string origin_;
    std::set<std::string> prepared_;
    uint32_t sampleTypeId_ = 0;  // 0: not asked for yet
};

}  // namespace vuedeo::timescale
