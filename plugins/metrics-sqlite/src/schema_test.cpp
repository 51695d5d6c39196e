#include "schema.hpp"

#include <cmath>
#include <fstream>
#include <sstream>

#include "deletion.hpp"
#include "field_values.hpp"
#include "rollup.hpp"
#include "series.hpp"
#include "sql.hpp"
#include "test_database.hpp"

namespace vuedeo::sqlite {
namespace {

constexpr int64_t kAt = 1'700'006'400'000;

std::string readFile(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream content;
    content << file.rdbuf();
    return content.str();
}

void writeFile(const std::string& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
}

std::string messageOf(const std::string& path) {
    try {
        openDatabase(path);
    } catch (const Error& error) {
        EXPECT_EQ(error.status(), VUEDEO_E_UNAVAILABLE);
        return error.what();
    }
    return "opened";
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

class Schema : public testing::Test {
protected:
    TestFolder folder_;
    const std::string path_ = folder_.file("metrics.db");
    const Host host_ = testHost();
};

TEST_F(Schema, IsMadeOnceAndFoundAgain) {
    openDatabase(path_);
    Connection again = openDatabase(path_);
    EXPECT_EQ(again.queryInteger("PRAGMA user_version"), sql::kSchemaVersion);
    EXPECT_EQ(again.queryInteger("SELECT count(*) FROM store_state"), 1);
    EXPECT_EQ(again.queryInteger("PRAGMA synchronous"), 2);
}

// Version 1 had a column for each field of its dictionary, which may have had fewer.
TEST_F(Schema, PacksTheColumnsOfAFileOfVersion1) {
    {
        Writer writer(path_, host_);
        writer.open();
        EXPECT_EQ(appendOne(writer, "anna", kAt, 5), VUEDEO_SAMPLE_STORED);
        fileInbox(writer, soon(), [] {});
        EXPECT_EQ(appendOne(writer, "anna", kAt + 1, 6), VUEDEO_SAMPLE_STORED);
    }
    static_assert(VUEDEO_FIELD_SEND_BPS == 0);
    Connection(path_, Connection::Mode::kReadWrite).execute(R"sql(
        CREATE TABLE samples_1 (room_id INTEGER NOT NULL, participant_id INTEGER NOT NULL,
            sampled_at INTEGER NOT NULL, send_bps REAL, recv_bps REAL, send_audio_bps REAL,
            PRIMARY KEY (room_id, participant_id, sampled_at)) STRICT, WITHOUT ROWID;
        INSERT INTO samples_1
            SELECT room_id, participant_id, sampled_at, 5, NULL, 0.25 FROM samples;
        DROP TABLE samples;
        ALTER TABLE samples_1 RENAME TO samples;
        ALTER TABLE participants DROP COLUMN left_at;
        PRAGMA user_version = 1)sql");
    Writer writer(path_, host_);
    writer.open();
    EXPECT_EQ(appendOne(writer, "anna", kAt, 5), VUEDEO_SAMPLE_DUPLICATE);
    EXPECT_EQ(appendOne(writer, "anna", kAt + 2, 7), VUEDEO_SAMPLE_STORED);
    fileInbox(writer, soon(), [] {});
    Connection reader = openReader(path_);
    EXPECT_EQ(reader.queryInteger("PRAGMA user_version"), sql::kSchemaVersion);
    EXPECT_EQ(reader.queryInteger("SELECT sample_count FROM rollups_hour"), 3);
    Statement samples(reader, "SELECT field_values FROM samples ORDER BY sampled_at");
    ASSERT_TRUE(samples.step());
    const FieldValues packed = decodeValues(samples.blob(0));
    EXPECT_EQ(packed[0], 5);
    EXPECT_TRUE(std::isnan(packed[1]));
    EXPECT_EQ(packed[2], 0.25F);
    EXPECT_TRUE(std::isnan(packed[3]));
    for (const float later : {6.0F, 7.0F}) {
        ASSERT_TRUE(samples.step());
        EXPECT_EQ(decodeValues(samples.blob(0))[0], later);
    }
    EXPECT_FALSE(samples.step());
}

// Rows say by their length, and rollups by naming their fields, which dictionary they are of.
TEST_F(Schema, KeepsWhatWasStoredWithFewerFields) {
    constexpr uint32_t kOlderFields = 20;
    constexpr uint32_t kNewField = VUEDEO_FIELD_COUNT - 1;
    Writer writer(path_, host_);
    writer.open();
    const auto append = [&](int64_t atMs, uint32_t fieldCount) {
        writer.run(soon(), [&](Session& session) {
            EXPECT_EQ(appendTo(session, "anna", atMs, 5, fieldCount), VUEDEO_SAMPLE_STORED);
        });
    };
    append(kAt, kOlderFields);
    fileInbox(writer, soon(), [] {});
    append(kAt + 1, kOlderFields);
    append(kAt + 2, VUEDEO_FIELD_COUNT);
    const auto counts = [&](int64_t intervalMs) {
        static constexpr uint32_t kFields[] = {VUEDEO_FIELD_SEND_BPS, kNewField};
        std::vector<uint64_t> found;
        const vuedeo_bucket_visitor visitor{
            &found, [](void* ctx, const vuedeo_bucket* bucket) -> int32_t {
                for (uint32_t i = 0; i < bucket->field_count; ++i)
                    static_cast<std::vector<uint64_t>*>(ctx)->push_back(
                        bucket->aggregates[i].count);
                return VUEDEO_CONTINUE;
            }};
        vuedeo_series_query query{};
        query.size = sizeof query;
        query.room = {"room", 4};
        query.from_ms = floorTo(kAt, intervalMs);
        query.to_ms = query.from_ms + intervalMs;
        query.interval_ms = intervalMs;
        query.fields = kFields;
        query.field_count = 2;
        Connection reader = openReader(path_);
        readSeries(reader, query, visitor);
        return found;
    };
    for (const int64_t interval : {int64_t{1000}, kMinuteMs, kHourMs})
        EXPECT_EQ(counts(interval), (std::vector<uint64_t>{3, 1}));
    fileInbox(writer, soon(), [] {});
    for (const int64_t interval : {int64_t{1000}, kMinuteMs, kHourMs})
        EXPECT_EQ(counts(interval), (std::vector<uint64_t>{3, 1}));
}

TEST_F(Schema, GainsTheTimesOfLeavingThatAFileOfVersion2Lacks) {
    openDatabase(path_);
    {
        Connection older(path_, Connection::Mode::kReadWrite);
        older.execute("ALTER TABLE participants DROP COLUMN left_at; PRAGMA user_version = 2");
        older.execute("INSERT INTO participants (room_id, participant) VALUES (1, 'anna')");
    }
    openDatabase(path_);
    Connection again = openDatabase(path_);
    EXPECT_EQ(again.queryInteger("PRAGMA user_version"), sql::kSchemaVersion);
    EXPECT_EQ(again.queryInteger("SELECT sum(left_at = 0) FROM participants"), 1);
}

TEST_F(Schema, RefusesAFileOfANewerVersionAndNamesTheRemedy) {
    openDatabase(path_).execute("PRAGMA user_version = 99");
    const std::string message = messageOf(path_);
    EXPECT_TRUE(contains(message, path_)) << message;
    EXPECT_TRUE(contains(message, "99")) << message;
    EXPECT_TRUE(contains(message, "newer")) << message;
}

TEST_F(Schema, RefusesTheDatabaseOfAnotherApplication) {
    {
        Connection foreign(path_, Connection::Mode::kReadWrite);
        foreign.execute("CREATE TABLE contacts (name TEXT)");
    }
    const std::string before = readFile(path_);
    EXPECT_TRUE(contains(messageOf(path_), "another application"));
    EXPECT_EQ(readFile(path_), before);
}

TEST_F(Schema, LeavesAFileThatIsNoDatabaseAsItIs) {
    const std::string text(10'000, 'x');
    writeFile(path_, text);
    const std::string message = messageOf(path_);
    EXPECT_TRUE(contains(message, path_)) << message;
    EXPECT_TRUE(contains(message, "restore a backup")) << message;
    EXPECT_EQ(readFile(path_), text);
}

TEST_F(Schema, LeavesADamagedFileAsItIs) {
    openDatabase(path_);
    std::string damaged = readFile(path_);
    for (std::size_t at = 4096; at < damaged.size(); ++at) damaged[at] = static_cast<char>(at * 7);
    writeFile(path_, damaged);
    EXPECT_TRUE(contains(messageOf(path_), "restore a backup"));
    EXPECT_EQ(readFile(path_), damaged);
}

TEST_F(Schema, RefusesATruncatedFile) {
    openDatabase(path_);
    const std::string whole = readFile(path_);
    ASSERT_GT(whole.size(), 8192U);
    writeFile(path_, whole.substr(0, 8192));
    EXPECT_NE(messageOf(path_), "opened");
}

TEST_F(Schema, SaysWhichFolderIsMissing) {
    const std::string missing = folder_.file("missing/metrics.db");
    const std::string message = messageOf(missing);
    EXPECT_TRUE(contains(message, missing)) << message;
    EXPECT_TRUE(contains(message, "create its folder")) << message;
}

}  // namespace
}  // namespace vuedeo::sqlite
