// How the database answers: never by looking at every sample.
#include <atomic>
#include <memory>
#include <thread>

#include "database_fixture.hpp"
#include "read_plan.hpp"
#include "sql.hpp"

namespace vuedeo::timescale {
namespace {

class Plans : public DatabaseTest {
protected:
    // Many rooms, of which a query asks for one; with statistics, as autovacuum makes them.
    void fill() {
        std::vector<TestSample> samples;
        for (int who = 0; who < 200; ++who)
            for (int i = 0; i < 100; ++i)
                samples.push_back(
                    {std::to_string(who), kNow - kDayMs + i * 900'000, static_cast<float>(i)});
        append(samples);
        maintain();
        query("ANALYZE");
    }

    std::string planOf(std::string sql) {
        for (const auto& [from, to] : {std::pair<std::string, std::string>{"$1", "1"},
                                       {"$2", "'{1,2,3}'"},
                                       {"$3", "'" + timestamp(kNow - kDayMs) + "'"},
                                       {"$4", "'" + timestamp(kNow) + "'"}}) {
            for (std::size_t at = 0; (at = sql.find(from, at)) != std::string::npos;)
                sql.replace(at, from.size(), to);
        }
        std::string plan;
        run([&](Connection& connection) {
            pqxx::nontransaction transaction(connection.raw());
            for (const auto& row : transaction.exec("EXPLAIN " + sql))
                plan += std::string(row[0].c_str()) + "\n";
        });
        return plan;
    }
};

TEST_F(Plans, ScanNoTableOfSamplesOrRollupsFromEndToEnd) {
    fill();
    const std::vector<uint32_t> fields = {kSendBps};
    for (const Level level : {Level::kRaw, Level::kMinute, Level::kHour}) {
        const std::vector<ReadStep> steps = {{level, kNow - kDayMs, kNow - 2 * kHourMs}};
        for (const bool hasStaleHours : {false, true}) {
            const std::string plan =
                planOf(sql::selectSeries(3 * kHourMs, fields, steps, hasStaleHours));
            EXPECT_THAT(plan, testing::Not(testing::HasSubstr("Seq Scan on samples"))) << plan;
            EXPECT_THAT(plan, testing::Not(testing::HasSubstr("Seq Scan on rollups"))) << plan;
            EXPECT_THAT(plan, testing::Not(testing::HasSubstr("Seq Scan on _hyper"))) << plan;
        }
    }
    const std::string plan = planOf(sql::selectSamples());
    EXPECT_THAT(plan, testing::Not(testing::HasSubstr("Seq Scan on samples"))) << plan;
}

class Cancelling : public DatabaseTest {};

TEST_F(Cancelling, EndsAQueryWhoseCallerHasGone) {
    if (sharesOneSession()) GTEST_SKIP() << "this server cannot cancel a query";
    CancelWatch watch(config_);
    watch.start();
    Reader reader(*pool_, watch, config_.connections);
    std::atomic<bool> hasGone = false;
    vuedeo_call raw{};
    raw.size = sizeof raw;
    raw.deadline_ms = 600'000;
    raw.ctx = &hasGone;
    raw.cancelled = [](void* ctx) -> int32_t {
        return *static_cast<std::atomic<bool>*>(ctx) ? 1 : 0;
    };
    const Call goingCall(&raw);
    std::thread client([&] {
        while (query("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'") ==
               "0")
            std::this_thread::yield();
        hasGone = true;
    });
    try {
        reader.run(goingCall, [](auto& transaction) { transaction.exec("SELECT pg_sleep(600)"); });
        ADD_FAILURE() << "the query went on to its end";
    } catch (const Error& error) {
        EXPECT_EQ(error.status(), VUEDEO_E_UNAVAILABLE);
    }
    client.join();
    watch.stop();
}

}  // namespace
}  // namespace vuedeo::timescale
