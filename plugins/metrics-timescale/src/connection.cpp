#include "connection.hpp"

#include "sql.hpp"

namespace vuedeo::timescale {

Connection::Connection(const Config& config) : connection_(connectionString(config)) {
    pqxx::nontransaction setup(connection_);
    setup.exec(sql::connectionSettings());
    setup.exec(sql::setSearchPath(config.schema));
}

void Connection::prepare(const std::string& name, const std::string& sql) {
    if (prepared_.insert(name).second) connection_.prepare(name, sql);
}

}  // namespace vuedeo::timescale
