#include "maintenance.hpp"

#include <chrono>
#include <set>
#include <utility>

#include "database_error.hpp"
#include "sql.hpp"
#include "timestamps.hpp"

namespace vuedeo::timescale {
namespace {

constexpr std::chrono::seconds kBetweenRounds{20};
constexpr std::chrono::minutes kLongestStep{10};
constexpr int64_t kSealAfterMs = 5 * kMinuteMs;
constexpr int kDaysAhead = 3;
constexpr int kLateDays = 8;  // no sample comes later than 7 days

struct Stopped {};

}  // namespace

Maintenance::Maintenance(const Config& config, const Schema& schema, Pool& pool,
                         Partitions& partitions, const Host& host, std::function<int64_t()> nowMs)
    : config_(config),
      schema_(schema),
      pool_(pool),
      partitions_(partitions),
      host_(host),
      nowMs_(std::move(nowMs)),
      rollups_(schema, partitions),
      retention_(schema, partitions) {}

void Maintenance::start() {
    stopping_ = false;
    thread_ = std::thread([this] { loop(); });
}

void Maintenance::stop() noexcept {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Maintenance::loop() {
    const auto stopIfAsked = [this] {
        if (isStopping()) throw Stopped{};
    };
    for (;;) {
        try {
            runOnce(stopIfAsked);
            setFault("");
        } catch (const Stopped&) {
            return;
        } catch (const std::exception& error) {
            if (!isStopping()) setFault(faultOf(error).message);
        }
        std::unique_lock lock(mutex_);
        if (wake_.wait_for(lock, kBetweenRounds, [this] { return stopping_; })) return;
    }
}

bool Maintenance::isStopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
}

bool Maintenance::runOnce(const BetweenSteps& between) {
    const auto stepEnd = [] { return std::chrono::steady_clock::now() + kLongestStep; };
    Pool::Lease lease(pool_, stepEnd());
    {
        pqxx::nontransaction ask(lease->raw());
        if (!ask.exec(sql::tryLockSession(sql::Lock::kMaintenance))[0][0].as<bool>()) {
            lease.keep();
            return false;
        }
    }
    // On an exception the connection is closed, and the lock with it.
    work(*lease, [&] {
        between();
        lease.extend(stepEnd());
    });
    pqxx::nontransaction(lease->raw()).exec(sql::unlockSession(sql::Lock::kMaintenance));
    lease.keep();
    return true;
}

void Maintenance::work(Connection& connection, const BetweenSteps& between) {
    const int64_t now = nowMs_();
    partitions_.forget();  // another host may have dropped some
    if (!schema_.hasHypertable) {
        std::set<int64_t> days;
        for (int day = -1; day <= kDaysAhead; ++day) days.insert(now + day * kDayMs);
        partitions_.ensure(connection, Level::kRaw, days);
    }
    rollups_.seal(connection, floorTo(now - kSealAfterMs, kHourMs));
    rollups_.roll(connection, between);
    rollups_.repair(connection, between);
    // What the round before has hidden: no query that began earlier reads it any more.
    retention_.purge(connection);
    const std::pair<Level, int> kept[] = {{Level::kRaw, config_.rawDays},
                                          {Level::kMinute, config_.minuteDays},
                                          {Level::kHour, config_.hourDays}};
    for (const auto& [level, days] : kept) {
        between();
        if (days > 0) retention_.endLevel(connection, level, floorTo(now - days * kDayMs, kDayMs));
    }
    if (!schema_.hasColumnstore) return;
    do between();
    while (retention_.compressOne(connection, now - kLateDays * kDayMs));
}

void Maintenance::setFault(const std::string& fault) {
    std::string before;
    {
        const std::lock_guard lock(mutex_);
        before = std::exchange(fault_, fault);
    }
    if (before.empty() && !fault.empty()) host_.warning("maintenance is put off: " + fault);
    if (!before.empty() && fault.empty()) host_.info("maintenance works again");
}

std::string Maintenance::fault() const {
    const std::lock_guard lock(mutex_);
    return fault_;
}

}  // namespace vuedeo::timescale
