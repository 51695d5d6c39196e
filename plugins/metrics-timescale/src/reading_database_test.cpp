// How the database answers: never by looking at every sample, and each read on a connection that it
// gives back.
#include "database_fixture.hpp"
#include "read_plan.hpp"
#include "sql.hpp"

namespace vuedeo::timescale {
namespace {

using testing::ContainsRegex;
using testing::Not;

// A whole table, or all of a time: the index by time does not know whose samples they are.
constexpr const char* kLooksAtOthers =
    "Seq Scan on (samples|rollups|_hyper|_materialized)|by_time|sampled_at_idx|bucket_at_idx";

class Plans : public DatabaseTest {
protected:
    // Many rooms, of which a query asks for one; with statistics, as autovacuum makes them.
    void SetUp() override {
        DatabaseTest::SetUp();
        std::vector<TestSample> samples;
        for (int who = 0; who < 200; ++who)
            for (int i = 0; i < 100; ++i)
                samples.push_back(
                    {std::to_string(who), kNow - kDayMs + i * 900'000, static_cast<float>(i)});
        append(samples);
        maintain();
        query("ANALYZE");
    }

    std::string planOf(std::string sql, const std::vector<std::string>& parameters) {
        for (std::size_t number = parameters.size(); number > 0; --number) {
            const std::string name = "$" + std::to_string(number);
            for (std::size_t at = 0; (at = sql.find(name, at)) != std::string::npos;)
                sql.replace(at, name.size(), parameters[number - 1]);
        }
        std::string plan;
        run([&](Connection& connection) {
            pqxx::nontransaction transaction(connection.raw());
            for (const auto& row : transaction.exec("EXPLAIN " + sql)) {
                const std::string line = row[0].c_str();
                // Not a partition of a day to come, which has no rows yet.
                if (line.find("(cost=0.00..0.00 ") == std::string::npos) plan += line + "\n";
            }
        });
        return plan;
    }

    static std::string quoted(int64_t timeMs) { return "'" + timestamp(timeMs) + "'"; }
    const std::vector<std::string> whoAndWhen_ = {"1", "'{1,2,3}'", quoted(kNow - kDayMs),
                                                  quoted(kNow)};
};

TEST_F(Plans, OfSeriesLookAtTheRoomAlone) {
    const std::vector<uint32_t> fields = {kSendBps};
    for (const Level level : {Level::kRaw, Level::kMinute, Level::kHour}) {
        const std::vector<ReadStep> steps = {{level, kNow - kDayMs, kNow - 2 * kHourMs}};
        for (const bool hasStaleHours : {false, true}) {
            const std::string plan =
                planOf(sql::selectSeries(3 * kHourMs, fields, steps, hasStaleHours), whoAndWhen_);
            EXPECT_THAT(plan, Not(ContainsRegex(kLooksAtOthers)));
        }
    }
}

TEST_F(Plans, OfSamplesLookAtTheRoomAlone) {
    EXPECT_THAT(planOf(sql::selectSamples(), whoAndWhen_), Not(ContainsRegex(kLooksAtOthers)));
}

TEST_F(Plans, OfListsLookAtNoSampleButThoseOfTheParticipants) {
    const std::string anyTime =
        planOf(sql::kListRooms, {"''", "''", "''", quoted(kNow + kDayMs), "1", "20", quoted(0)});
    EXPECT_THAT(anyTime, Not(ContainsRegex(kLooksAtOthers)));
    const std::string ofADay =
        planOf(sql::kListRooms, {"'%anna%'", quoted(kNow - kDayMs), quoted(kNow),
                                 quoted(kNow + kDayMs), "1", "20", quoted(0)});
    EXPECT_THAT(ofADay, Not(ContainsRegex(kLooksAtOthers)));
    EXPECT_THAT(planOf(sql::kListParticipants, {"1"}), Not(ContainsRegex("samples|rollups")));
}

// What comes late is little: its repair must not read the whole hour of everybody.
TEST_F(Plans, OfRepairsLookAtTheLateHoursAlone) {
    if (schema_.hasContinuousAggregates) GTEST_SKIP() << "TimescaleDB repairs by itself";
    const std::vector<std::string> late = {
        "'{1,2}'",
        "'{\"" + timestamp(kNow - 5 * kHourMs) + "\",\"" + timestamp(kNow - 6 * kHourMs) + "\"}'"};
    for (const Level level : {Level::kMinute, Level::kHour}) {
        EXPECT_THAT(planOf(sql::deleteStaleRollups(level), late),
                    Not(ContainsRegex(kLooksAtOthers)));
        EXPECT_THAT(planOf(sql::insertStaleRollups(level), late),
                    Not(ContainsRegex(kLooksAtOthers)));
    }
}

// The test of the tests above.
TEST_F(Plans, WithoutAnIndexLookAtEverything) {
    query("ALTER TABLE samples DROP CONSTRAINT samples_pkey");
    EXPECT_THAT(planOf(sql::selectSamples(), whoAndWhen_), ContainsRegex(kLooksAtOthers));
}

TEST_F(DatabaseTest, KeepsTheConnectionOfAReadThatEndsEarly) {
    append({{"anna", kNow, 1}});
    const std::string before = query("SELECT pg_backend_pid()");
    for (const vuedeo_status status : {VUEDEO_E_NOT_FOUND, VUEDEO_E_UNAVAILABLE})
        EXPECT_THROW(reader_->run(call(), [&](auto&) { throw Error(status, "enough"); }), Error);
    EXPECT_THROW(reader_->run(call(), [](auto& reading) { reading.exec("SELECT 1 / 0"); }), Error);
    EXPECT_EQ(query("SELECT pg_backend_pid()"), before);
}

}  // namespace
}  // namespace vuedeo::timescale
