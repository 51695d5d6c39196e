#include "scratch_schema.hpp"

#include <unistd.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "open_store.hpp"
#include "pq.hpp"
#include "sql.hpp"
#include "timestamps.hpp"

namespace vuedeo::store_bench {
namespace {

using timescale::kDayMs;
namespace sql = timescale::sql;

std::string freshName() {
    static int schemas = 0;
    return "bench_" + std::to_string(getpid()) + "_" + std::to_string(schemas++);
}

std::string configOf(const std::string& schema) {
    const char* connection = std::getenv("VUEDEO_STORE_CONFIG");
    if (connection == nullptr) throw std::runtime_error("run by postgres.mjs");
    nlohmann::json config = nlohmann::json::parse(connection);
    config["schema"] = schema;
    return config.dump();
}

void makePartition(pqxx::connection& connection, int64_t day) {
    const std::string name = "samples_" + timescale::dayName(day);
    pqxx::work transaction(connection);
    if (!timescale::pq::exec(transaction, sql::kTableExists, {name})[0][0].as<bool>())
        transaction.exec(sql::createPartition("samples", name, timescale::timestamp(day),
                                              timescale::timestamp(day + kDayMs)));
    transaction.commit();
}

}  // namespace

ScratchSchema::ScratchSchema(const vuedeo_module& module, int64_t nowMs, int days)
    : name_(freshName()), storeConfig_(configOf(name_)), connection_("") {
    { const OpenStore maker(module, storeConfig_, nowMs); }
    pqxx::nontransaction(connection_)
        .exec(
            "SET TIME ZONE 'UTC'; SET jit = off; SET client_min_messages = error;"
            "SET search_path = " +
            name_);
    for (int day = 0; day < days; ++day) makePartition(connection_, nowMs + day * kDayMs);
}

ScratchSchema::~ScratchSchema() {
    pqxx::nontransaction(connection_).exec("DROP SCHEMA " + name_ + " CASCADE");
}

}  // namespace vuedeo::store_bench
