// What becomes of a batch when something goes wrong on its way.
#include <cstdlib>
#include <utility>

#include "database_error.hpp"
#include "database_fixture.hpp"
#include "sample_rows.hpp"

namespace vuedeo::timescale {
namespace {

using testing::Each;
using testing::ElementsAre;

class Writing : public DatabaseTest {
protected:
    static std::string others() {
        return "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name = "
               "'vuedeo' AND datname = current_database()";
    }
};

TEST_F(Writing, RejectsARowThatTheDatabaseRefusesAndStoresTheOthers) {
    append({{"anna", kNow, 1}});
    query("ALTER TABLE samples ADD CONSTRAINT no_thirteen CHECK (send_bps <> 13)");
    std::vector<TestSample> batch;
    std::vector<uint8_t> codes;
    for (int i = 0; i < 40; ++i) {
        const bool isBad = i == 7 || i == 8 || i == 39;
        batch.push_back({"anna", kNow + i, isBad ? 13.F : static_cast<float>(100 + i)});
        codes.push_back(isBad ? VUEDEO_SAMPLE_REJECTED : VUEDEO_SAMPLE_STORED);
    }
    codes[0] = VUEDEO_SAMPLE_DUPLICATE;
    EXPECT_EQ(append(batch), codes);
    EXPECT_EQ(count("samples"), 37);
    EXPECT_EQ(query("SELECT sample_count FROM participants"), "37");
}

// The whole batch is taken for new at first.
TEST_F(Writing, TellsNewSamplesFromStoredAndRepeatedOnes) {
    append({{"anna", kNow, 1}});
    EXPECT_THAT(
        append(
            {{"anna", kNow, 2}, {"anna", kNow + 1, 3}, {"anna", kNow + 1, 4}, {"bert", kNow, 5}}),
        ElementsAre(VUEDEO_SAMPLE_DUPLICATE, VUEDEO_SAMPLE_STORED, VUEDEO_SAMPLE_DUPLICATE,
                    VUEDEO_SAMPLE_STORED));
    EXPECT_EQ(query("SELECT string_agg(send_bps::text, ' ' ORDER BY send_bps) FROM samples"),
              "1 3 5");
    EXPECT_EQ(query("SELECT sum(sample_count) FROM participants"), "3");
}

TEST_F(Writing, GoesOnWithANewConnectionWhenTheServerHasEndedTheOld) {
    if (sharesOneSession()) GTEST_SKIP() << "this server's connections share one session";
    append({{"anna", kNow, 1}});
    for (int round = 1; round < 5; ++round) {
        Connection killer = otherSession();
        pqxx::nontransaction(killer.raw()).exec("SELECT pg_terminate_backend(pid) " + others());
        EXPECT_THAT(append({{"anna", kNow, 1}, {"anna", kNow + round, 1}}),
                    ElementsAre(VUEDEO_SAMPLE_DUPLICATE, VUEDEO_SAMPLE_STORED));
    }
}

TEST_F(Writing, ReadsWithANewConnectionWhenTheServerHasEndedTheOld) {
    if (sharesOneSession()) GTEST_SKIP() << "this server's connections share one session";
    append({{"anna", kNow, 1}});
    EXPECT_EQ(series(kHourMs).size(), 1U);
    Connection killer = otherSession();
    pqxx::nontransaction(killer.raw()).exec("SELECT pg_terminate_backend(pid) " + others());
    EXPECT_EQ(series(kHourMs).size(), 1U);
}

TEST_F(Writing, WaitsForTheDiskWhateverTheDatabaseHasAsItsDefault) {
    if (sharesOneSession()) GTEST_SKIP() << "this server's connections share one session";
    query("ALTER DATABASE " + config_.database + " SET synchronous_commit = off");
    {
        Connection session = otherSession();
        pqxx::nontransaction look(session.raw());
        EXPECT_EQ(look.exec("SHOW synchronous_commit")[0][0].as<std::string>(), "on");
    }
    query("ALTER DATABASE " + config_.database + " RESET synchronous_commit");
}

TEST_F(Writing, ForgetsWhomItKnewOnlyAtAnotherServer) {
    int servers = 0;
    Pool pool(config_, 3, watch_, [&] { ++servers; });
    const Call limits = call();
    const auto connectTwice = [&] {
        const Pool::Lease first(pool, limits);
        const Pool::Lease second(pool, limits);
    };
    connectTwice();
    connectTwice();
    EXPECT_EQ(servers, 1);
    if (sharesOneSession()) GTEST_SKIP() << "this server has one database";
    pool.close();
    const std::string before = std::exchange(config_.database, "postgres");
    connectTwice();
    EXPECT_EQ(servers, 2);
    config_.database = before;
}

// As when the schema was restored: what connections know of it is no longer true.
TEST_F(Writing, GoesOnWhenTheTypeOfSamplesWasMadeAnew) {
    append({{"anna", kNow, 1}});
    const std::string type = config_.schema + "." + sampleType();
    query("ALTER TYPE " + type + " RENAME TO former");
    query("CREATE TYPE " + type + " AS (" +
          query("SELECT string_agg(attname || ' ' || atttypid::regtype, ', ' ORDER BY attnum)"
                " FROM pg_attribute WHERE attrelid = '" +
                config_.schema + ".former'::regclass") +
          ")");
    query("DROP TYPE " + config_.schema + ".former CASCADE");
    EXPECT_THAT(append({{"anna", kNow, 1}, {"anna", kNow + 1, 1}}),
                ElementsAre(VUEDEO_SAMPLE_DUPLICATE, VUEDEO_SAMPLE_STORED));
}

TEST_F(Writing, MakesAPartitionThatHasGone) {
    if (schema_.hasHypertable) GTEST_SKIP() << "TimescaleDB makes its chunks by itself";
    append({{"anna", kNow, 1}});
    query("DROP TABLE samples_" + dayName(kNow));
    EXPECT_THAT(append({{"anna", kNow, 1}}), Each(VUEDEO_SAMPLE_STORED));
}

TEST_F(Writing, SaysWhyWithoutThePassword) {
    config_.password = "not-the-password";
    config_.user = "nobody-of-this-name";
    try {
        const Connection refused = otherSession();
        GTEST_SKIP() << "this server asks nobody for a password";
    } catch (const pqxx::failure& error) {
        const Fault fault = faultOf(error);
        EXPECT_EQ(fault.kind, FaultKind::kLost);
        EXPECT_THAT(fault.message, testing::HasSubstr("nobody-of-this-name"));
        EXPECT_THAT(fault.message, testing::Not(testing::HasSubstr("not-the-password")));
    }
    config_ = parseConfig(std::getenv("VUEDEO_STORE_CONFIG"));
}

}  // namespace
}  // namespace vuedeo::timescale
