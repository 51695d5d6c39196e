// Brings the minute and hour levels up to date with the samples. Part of maintenance: one host, one
// thread.
#pragma once
#include <cstdint>
#include <functional>

#include "connection.hpp"
#include "partitions.hpp"
#include "schema.hpp"

namespace vuedeo::timescale {

// Called between steps; throws to stop.
using BetweenSteps = std::function<void()>;

class Rollups {
public:
    Rollups(const Schema& schema, Partitions& partitions)
        : schema_(schema), partitions_(partitions) {}

    // Closes the hours before this time: samples of them that come from now on are late.
    void seal(Connection& connection, int64_t untilMs);
    // Makes the levels of what is closed but not made yet.
    void roll(Connection& connection, const BetweenSteps& between);
    // Makes the hours anew that late samples have reached.
    void repair(Connection& connection, const BetweenSteps& between);

private:
    void rollStep(Connection& connection, int64_t fromMs, int64_t toMs);
    bool repairStep(Connection& connection);
    void refresh(Connection& connection, int64_t fromMs, int64_t toMs) const;

    const Schema& schema_;
    Partitions& partitions_;
};

}  // namespace vuedeo::timescale
