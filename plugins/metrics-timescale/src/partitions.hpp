// Native partitions, where TimescaleDB does not make chunks: made ahead of time, and on demand for
// samples that come late.
//
// Used by any thread. Remembers which partitions there are, and forgets them when it is told to.
#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "connection.hpp"
#include "store_state.hpp"

namespace vuedeo::timescale {

// How many days one partition of a level holds; their beginnings are multiples of it.
int partitionDays(Level level);
const char* tableOf(Level level);

class Partitions {
public:
    // Of these times, those whose partition is not known to be there.
    std::set<int64_t> missing(Level level, const std::set<int64_t>& timesMs) const;
    // Makes those that are missing, each in a transaction of its own.
    void ensure(Connection& connection, Level level, const std::set<int64_t>& timesMs);
    // Drops those that hold nothing from this time on. Returns how many.
    int dropBefore(Connection& connection, Level level, int64_t timeMs);
    void forget();

private:
    static int64_t startOf(Level level, int64_t timeMs);

    mutable std::mutex mutex_;
    std::map<Level, std::set<int64_t>> known_;
};

}  // namespace vuedeo::timescale
