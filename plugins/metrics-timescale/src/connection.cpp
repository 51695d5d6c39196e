#include "connection.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "sample_rows.hpp"
#include "sql.hpp"

namespace vuedeo::timescale {
namespace {

constexpr int kShortestTimeoutS = 2;  // libpq's own

// libpq counts in whole seconds.
int connectTimeoutS(const Config& config, const Limit& limit) {
    const auto left =
        std::chrono::ceil<std::chrono::seconds>(limit.until - std::chrono::steady_clock::now());
    return static_cast<int>(
        std::clamp<int64_t>(left.count(), kShortestTimeoutS, config.connectTimeoutS));
}

// Not every server's system can look after its client while it works for it.
void endWithClient(pqxx::connection& connection) {
    try {
        pqxx::nontransaction(connection).exec(sql::kEndWithClient);
    } catch (const pqxx::sql_error&) {
        return;
    }
}

}  // namespace

Connection::Socket::Socket(int original) : descriptor_(::fcntl(original, F_DUPFD_CLOEXEC, 0)) {
    if (descriptor_ < 0) throw pqxx::broken_connection("no file descriptor is left");
}

Connection::Socket::~Socket() {
    ::close(descriptor_);
}

Connection::Connection(const Config& config, ConnectionWatch& watch, const Limit& limit)
    : connection_(connectionString(config, connectTimeoutS(config, limit))),
      socket_(connection_.sock()) {
    const ConnectionWatch::Guard guard(watch, socket_.get(), limit);
    endWithClient(connection_);
    pqxx::nontransaction setup(connection_);
    setup.exec(sql::connectionSettings());
    setup.exec(sql::setSearchPath(config.schema));
    origin_ = setup.exec(sql::kOrigin)[0][0].c_str();
}

void Connection::prepare(const std::string& name, const std::string& sql) {
    if (prepared_.insert(name).second) connection_.prepare(name, sql);
}

uint32_t Connection::sampleTypeId() {
    if (sampleTypeId_ == 0) {
        pqxx::nontransaction look(connection_);
        sampleTypeId_ = timescale::sampleTypeId(look);
    }
    return sampleTypeId_;
}

}  // namespace vuedeo::timescale
