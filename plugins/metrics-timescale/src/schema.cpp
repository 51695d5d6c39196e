#include "schema.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "database_error.hpp"
#include "field_columns.hpp"
#include "pq.hpp"
#include "sample_rows.hpp"
#include "sql.hpp"
#include "sql_files.hpp"
#include "template.hpp"
#include "timestamps.hpp"

namespace vuedeo::timescale {
namespace {

constexpr int kOldestServer = 140000;

std::string readServer(Connection& connection) {
    pqxx::work look(connection.raw());
    const pqxx::result facts = look.exec(sql::kServerFacts);
    std::string version = facts[0][1].c_str();
    if (facts[0][0].as<int>() < kOldestServer)
        throw Error(VUEDEO_E_UNAVAILABLE, "PostgreSQL " + version + " is too old: 14 is needed");
    if (std::string(facts[0][2].c_str()) != "UTF8") {
        throw Error(VUEDEO_E_UNAVAILABLE, std::string("the database's encoding is ") +
                                              facts[0][2].c_str() +
                                              ": create one with ENCODING 'UTF8'");
    }
    return version;
}

std::string readExtension(Connection& connection) {
    pqxx::work look(connection.raw());
    const pqxx::result found = look.exec(sql::kExtensionVersion);
    return found.empty() ? std::string() : found[0][0].c_str();
}

bool isExtensionAvailable(Connection& connection) {
    pqxx::work look(connection.raw());
    return !look.exec(sql::kExtensionIsAvailable).empty();
}

// The extension ends the session of whoever creates it without its library preloaded.
void tryToCreateExtension(Pool::Lease& lease, const Host& host) {
    try {
        pqxx::nontransaction create(lease->raw());
        create.exec("CREATE EXTENSION IF NOT EXISTS timescaledb");
    } catch (const pqxx::failure& error) {
        host.warning("TimescaleDB is installed but cannot be used: " + faultOf(error).message);
    }
    lease.replace();
}

// A migration in its variants: the first one that the server supports is used.
struct Variant {
    std::string name;
    std::string_view text;
};
struct Migration {
    std::string title;  // "002_samples"
    std::vector<Variant> variants;
};

// By version, from names like "002_samples.hypertable.sql".
std::map<int, Migration> migrations() {
    std::map<int, Migration> all;
    for (const SqlFile& file : sqlFiles()) {
        const std::string name(file.name.substr(0, file.name.rfind('.')));
        const std::size_t dot = name.find('.');
        Migration& migration = all[std::stoi(name)];
        migration.title = name.substr(0, dot);
        migration.variants.push_back(
            {dot == std::string::npos ? "" : name.substr(dot + 1), file.text});
    }
    return all;
}

bool lacksFeature(const Fault& fault) {
    return fault.kind == FaultKind::kUnsupported || fault.sqlstate == "22023";
}

std::string apply(pqxx::transaction_base& transaction, int version,
                  const std::vector<Variant>& variants,
                  const std::map<std::string, std::string>& values, const Host& host) {
    for (const Variant& variant : variants) {
        try {
            pq::withSavepoint(transaction, [&] {
                transaction.exec(expandTemplate(variant.text, values));
                pq::exec(transaction, sql::kInsertVersion, {std::to_string(version), variant.name});
            });
            return variant.name;
        } catch (const pqxx::sql_error& error) {
            const Fault fault = faultOf(error);
            if (!lacksFeature(fault) || &variant == &variants.back()) throw;
            host.info("not '" + variant.name + "', but the next best: " + fault.message);
        }
    }
    throw std::logic_error("a migration without a variant");
}

void createSchema(pqxx::transaction_base& transaction, const std::string& name) {
    if (!pq::exec(transaction, sql::kSchemaExists, {name}).empty()) return;
    transaction.exec("CREATE SCHEMA \"" + name + "\"");
}

bool versionsExist(pqxx::transaction_base& transaction, const std::string& schema) {
    return !pq::exec(transaction, sql::kVersionsExist, {schema}).empty();
}

// The variant of each version that was applied.
std::map<int, std::string> readVersions(pqxx::transaction_base& transaction,
                                        const std::string& schema) {
    std::map<int, std::string> variants;
    for (const auto& row : transaction.exec(sql::kSelectVersions))
        variants[row[0].as<int>()] = row[1].c_str();
    if (!variants.empty() && variants.rbegin()->first > kSchemaVersion) {
        throw Error(VUEDEO_E_UNAVAILABLE,
                    "the schema '" + schema + "' has version " +
                        std::to_string(variants.rbegin()->first) + ", this plugin knows up to " +
                        std::to_string(kSchemaVersion) +
                        ": install the newer plugin, or choose another schema");
    }
    return variants;
}

std::string holderOfSchema(pqxx::transaction_base& look, const std::string& schema) {
    const pqxx::result holder = pq::exec(look, sql::kSchemaLockHolder, {schema});
    if (holder.empty()) return "which has let go of it now";
    return std::string(holder[0][0].c_str()) +
           ": wait until it is done, or end it with SELECT pg_terminate_backend(" +
           holder[0][1].c_str() + ")";
}

// Waits while another host changes the schema, but not for ever: it may hang.
void lockSchema(pqxx::transaction_base& transaction, const std::string& schema, const Call& call) {
    transaction.exec(sql::setTimeout(call.remaining()));
    transaction.exec(sql::setLockTimeout(call.remaining() / 2));  // and time to say who it was
    try {
        transaction.exec(sql::lockSchema(schema));
    } catch (const pqxx::sql_error& error) {
        if (faultOf(error).kind != FaultKind::kBusy) throw;
        transaction.exec("ROLLBACK");
        throw Error(VUEDEO_E_UNAVAILABLE, "the schema '" + schema +
                                              "' is being changed by another session, " +
                                              holderOfSchema(transaction, schema));
    }
}

// Returns the variant of each version.
std::map<int, std::string> migrate(Connection& connection, const Config& config, int64_t nowMs,
                                   bool hasExtension, const Call& call, const Host& host) {
    const std::map<std::string, std::string> values = {
        {"hour", timestamp(floorTo(nowMs, kHourMs))},
        {"generation", ""},
        {"chunk_days", std::to_string(config.chunkDays)}};
    // pqxx::work of libpqxx 6.4 would give up everything when a variant fails. Whatever else does
    // is undone with the connection, which is then thrown away.
    pqxx::nontransaction transaction(connection.raw());
    transaction.exec("BEGIN");
    lockSchema(transaction, config.schema, call);
    transaction.exec(
        sql::setSearchPath(config.schema));  // another host may have made the extension
    createSchema(transaction, config.schema);
    if (!versionsExist(transaction, config.schema)) transaction.exec(sql::kCreateVersions);
    std::map<int, std::string> applied = readVersions(transaction, config.schema);
    for (const auto& [version, migration] : migrations()) {
        if (applied.count(version) != 0) continue;
        const std::vector<Variant>& variants = migration.variants;
        // All variants but the last one need the extension.
        const std::vector<Variant> possible(hasExtension ? variants.begin() : variants.end() - 1,
                                            variants.end());
        applied[version] = apply(transaction, version, possible, values, host);
        host.info("schema '" + config.schema + "': applied version " + std::to_string(version) +
                  (applied[version].empty() ? "" : " (" + applied[version] + ")"));
    }
    const std::vector<uint32_t> added =
        addMissingFields(transaction, applied.at(3) == "continuous");
    if (!sampleTypeExists(transaction, config.schema)) createSampleType(transaction);
    transaction.exec("COMMIT");
    if (!added.empty())
        host.info("schema '" + config.schema + "': added " + std::to_string(added.size()) +
                  " quality fields");
    return applied;
}

}  // namespace

std::string Schema::mode() const {
    if (!hasHypertable) return "PostgreSQL";
    return hasContinuousAggregates ? "TimescaleDB" : "TimescaleDB without continuous aggregates";
}

Schema prepareSchema(Pool::Lease& lease, const Config& config, int64_t nowMs, const Call& call,
                     const Host& host) {
    Schema schema;
    schema.server = readServer(*lease);
    schema.extension = readExtension(*lease);
    if (schema.extension.empty() && isExtensionAvailable(*lease)) {
        tryToCreateExtension(lease, host);
        schema.extension = readExtension(*lease);
    }
    const std::map<int, std::string> variants =
        migrate(*lease, config, nowMs, !schema.extension.empty(), call, host);
    schema.hasHypertable = variants.at(2) == "hypertable";
    schema.hasContinuousAggregates = variants.at(3) == "continuous";
    schema.hasColumnstore = variants.at(4) == "compressed";
    return schema;
}

std::string previewSchema(Connection& connection, const Config& config, const Call& call) {
    readServer(connection);
    pqxx::work look(connection.raw());
    look.exec(sql::setTimeout(call.remaining()));
    std::map<int, std::string> applied;
    if (versionsExist(look, config.schema)) applied = readVersions(look, config.schema);
    std::string missing;
    for (const auto& [version, migration] : migrations())
        if (applied.count(version) == 0) missing += (missing.empty() ? "" : ", ") + migration.title;
    const std::string schema = "schema '" + config.schema + "'";
    const bool hasSamples = applied.count(2) != 0;
    const std::size_t fields =
        hasSamples ? missingFields(look, config.schema + ".samples").size() : 0;
    if (fields != 0)
        missing += (missing.empty() ? "" : ", ") + std::to_string(fields) + " quality fields";
    if (hasSamples && !sampleTypeExists(look, config.schema))
        missing += (missing.empty() ? "" : ", ") + ("type " + sampleType());
    if (!missing.empty()) return schema + ": would apply " + missing;
    return schema + ": current, version " + std::to_string(kSchemaVersion);
}

}  // namespace vuedeo::timescale
