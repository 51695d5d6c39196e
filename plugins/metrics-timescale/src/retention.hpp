// Ends what is kept no longer: by age, or because it was asked for. Borders in store_state hide it
// at once; then its rows are taken away.
#pragma once
#include <cstdint>

#include "connection.hpp"
#include "partitions.hpp"
#include "schema.hpp"

namespace vuedeo::timescale {

class Retention {
public:
    Retention(const Schema& schema, Partitions& partitions)
        : schema_(schema), partitions_(partitions) {}

    // Hides a level's rows before this time. Single samples only as far as their rollups are made.
    void endLevel(Connection& connection, Level level, int64_t beforeMs);
    // Takes away what is hidden.
    void purge(Connection& connection);
    // Turns one chunk without late samples into columns. False: there is none left.
    bool compressOne(Connection& connection, int64_t beforeMs);

private:
    void dropWhole(Connection& connection, Level level, int64_t beforeMs);

    const Schema& schema_;
    Partitions& partitions_;
};

}  // namespace vuedeo::timescale
