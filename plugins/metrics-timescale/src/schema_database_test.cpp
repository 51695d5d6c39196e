// Migrations: from every older schema, by several hosts at once, and never from a newer one.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <thread>

#include "older_schema.hpp"
#include "sample_rows.hpp"

namespace vuedeo::timescale {
namespace {

using SchemaTest = OlderSchemaTest;

TEST_F(SchemaTest, HasTheVersionThatThePluginKnows) {
    EXPECT_EQ(query("SELECT max(version) FROM schema_versions"), std::to_string(kSchemaVersion));
}

TEST_F(SchemaTest, UsesAllThatTheServerHas) {
    const char* named = std::getenv("VUEDEO_DATABASE");
    ASSERT_NE(named, nullptr) << "run by tests/support/with_database.mjs";
    const std::string server = named;
    EXPECT_EQ(schema_.hasHypertable, server != "postgres");
    EXPECT_EQ(schema_.hasContinuousAggregates, server == "timescale");
    EXPECT_EQ(schema_.hasColumnstore, server == "timescale");
}

TEST_F(SchemaTest, IsBroughtUpToDateFromEveryOlderVersion) {
    for (int version = 0; version < kSchemaVersion; ++version) {
        SCOPED_TRACE("from version " + std::to_string(version));
        makeOlderSchema(version);
        open();
        EXPECT_EQ(query("SELECT count(*) FROM schema_versions"), std::to_string(kSchemaVersion));
        EXPECT_EQ(append({{"anna", kNow - kHourMs, 1}}).front(), VUEDEO_SAMPLE_STORED);
        maintain();
        EXPECT_EQ(series(kHourMs).size(), 1U);
    }
}

TEST_F(SchemaTest, IsRefusedWhenItIsNewerThanThePlugin) {
    query("INSERT INTO schema_versions (version, variant) VALUES (99, '')");
    try {
        open();
        FAIL() << "opened a newer schema";
    } catch (const Error& error) {
        EXPECT_EQ(error.status(), VUEDEO_E_UNAVAILABLE);
        EXPECT_THAT(error.what(), testing::HasSubstr("install the newer plugin"));
    }
}

TEST_F(SchemaTest, IsMadeOnceByHostsThatStartAtTheSameTime) {
    query("DROP SCHEMA " + config_.schema + " CASCADE");
    std::atomic<int> prepared = 0;
    std::vector<std::thread> hosts;
    const Call limits = call();
    for (int i = 0; i < 4; ++i) {
        hosts.emplace_back([&] {
            vuedeo_host raw{};
            raw.log = [](void*, int32_t, vuedeo_str) {};
            Pool pool(config_, 1, watch_, {});
            Pool::Lease lease(pool, limits);
            prepareSchema(lease, config_, kNow, limits, Host(&raw));
            ++prepared;
        });
    }
    for (std::thread& each : hosts) each.join();
    EXPECT_EQ(prepared, 4);
    EXPECT_EQ(count("schema_versions"), kSchemaVersion);
}

TEST_F(SchemaTest, IsPreviewedWithoutBeingChanged) {
    const auto preview = [this] {
        std::string text;
        run([&](Connection& connection) { text = previewSchema(connection, config_, call()); });
        return text;
    };
    const std::string schema = "schema '" + config_.schema + "': ";
    EXPECT_EQ(preview(), schema + "current, version " + std::to_string(kSchemaVersion));
    makeOlderSchema(2);
    EXPECT_THAT(preview(),
                testing::StartsWith(schema + "would apply 003_rollups, 004_columnstore"));
    EXPECT_EQ(count("schema_versions"), 2);
    query("INSERT INTO schema_versions (version, variant) VALUES (99, '')");
    EXPECT_THROW(preview(), Error);
    query("DROP SCHEMA " + config_.schema + " CASCADE");
    EXPECT_THAT(preview(), testing::StartsWith(schema + "would apply 001_base, 002_samples"));
    EXPECT_EQ(query("SELECT to_regnamespace('" + config_.schema + "') IS NULL"), "t");
}

// Of a dictionary of another size, which another host may still use.
TEST_F(SchemaTest, GetsTheTypeThatSamplesAreWrittenIn) {
    const std::string type = config_.schema + "." + sampleType();
    query("ALTER TYPE " + type + " RENAME TO samples_of_7_fields");
    std::string text;
    run([&](Connection& connection) { text = previewSchema(connection, config_, call()); });
    EXPECT_THAT(text, testing::EndsWith("would apply type " + sampleType()));
    open();
    EXPECT_EQ(query("SELECT to_regtype('" + type + "') IS NOT NULL"), "t");
    EXPECT_THAT(append({{"anna", kNow, 1}}), testing::Each(VUEDEO_SAMPLE_STORED));
}

TEST_F(SchemaTest, IsFoundAgainWithEverythingInIt) {
    append({{"anna", kNow - kHourMs, 1}});
    open();
    EXPECT_EQ(series(kHourMs).size(), 1U);
}

}  // namespace
}  // namespace vuedeo::timescale
