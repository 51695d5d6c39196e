// The store's tables: what the server can do, and the migrations that bring its schema up to date.
#pragma once
#include <string>
#include <vuedeo/plugin.hpp>

#include "config.hpp"
#include "pool.hpp"

namespace vuedeo::timescale {

inline constexpr int kSchemaVersion = 6;

// What the migrations found and chose; the same for every host of a schema.
struct Schema {
    std::string server;     // "15.18"
    std::string extension;  // version of TimescaleDB; empty: it is not there
    bool hasHypertable = false;
    bool hasContinuousAggregates = false;
    bool hasColumnstore = false;

    // "TimescaleDB", "TimescaleDB without continuous aggregates" or "PostgreSQL"
    std::string mode() const;
};

// Applies what is missing, one host at a time. Throws Error UNAVAILABLE with the remedy: server too
// old, missing rights, a schema of a later version, another session that does not let go of it.
Schema prepareSchema(Pool::Lease& lease, const Config& config, int64_t nowMs, const Call& call,
                     const Host& host);

// What prepareSchema would do, for people. Changes nothing. Throws as it does.
std::string previewSchema(Connection& connection, const Config& config, const Call& call);

}  // namespace vuedeo::timescale
