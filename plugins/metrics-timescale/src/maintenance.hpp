// What has to be done from time to time: partitions ahead, rollups, retention, columnstore. A
// thread of each host tries to; an advisory lock lets one of them. It does all by itself, without
// the jobs of TimescaleDB, which may not run: on PostgreSQL 15.20 all of version 2.28 fail.
#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vuedeo/plugin.hpp>

#include "config.hpp"
#include "partitions.hpp"
#include "pool.hpp"
#include "retention.hpp"
#include "rollups.hpp"
#include "schema.hpp"

namespace vuedeo::timescale {

class Maintenance {
public:
    Maintenance(const Config& config, const Schema& schema, Pool& pool, Partitions& partitions,
                const Host& host, std::function<int64_t()> nowMs);

    void start();
    void stop() noexcept;
    // Everything that is due. Returns false if another host is at it.
    bool runOnce(const BetweenSteps& between);

    // Why the last round failed; empty: it did not.
    std::string fault() const;

private:
    void loop();
    bool isStopping() const;
    void work(Connection& connection, const BetweenSteps& between);
    void setFault(const std::string& fault);

    const Config& config_;
    const Schema& schema_;
    Pool& pool_;
    Partitions& partitions_;
    const Host& host_;
    const std::function<int64_t()> nowMs_;
    Rollups rollups_;
    Retention retention_;
    std::thread thread_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::string fault_;
};

}  // namespace vuedeo::timescale
