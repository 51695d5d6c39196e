#include "writer.hpp"

#include <thread>

#include "deletion.hpp"
#include "schema.hpp"
#include "test_database.hpp"

namespace vuedeo::sqlite {
namespace {

constexpr int64_t kSampledAt = 1'700'006'400'000;

class WriterTest : public testing::Test {
protected:
    TestFolder folder_;
    const std::string path_ = folder_.file("metrics.db");
    const Host host_ = testHost();
};

TEST_F(WriterTest, KeepsASecondServerFromTheSameFile) {
    Writer first(path_, host_);
    first.open();
    Writer second(path_, host_);
    try {
        second.open();
        FAIL() << "two writers on one file";
    } catch (const Error& error) {
        EXPECT_EQ(error.status(), VUEDEO_E_UNAVAILABLE);
        EXPECT_NE(std::string(error.what()).find("another server"), std::string::npos);
    }
    first.close();
    second.open();
    EXPECT_EQ(appendOne(second, "anna", kSampledAt, 1), VUEDEO_SAMPLE_STORED);
}

TEST_F(WriterTest, AnswersUnavailableWhileAnotherProcessLocksTheFileAndThenGoesOn) {
    Writer writer(path_, host_);
    writer.open();
    writer.run(soon(), [](Session& session) {
        session.connection().execute("CREATE TEMP TABLE mark (x)");
    });
    Connection other(path_, Connection::Mode::kReadWrite);
    other.execute("BEGIN IMMEDIATE");
    try {
        appendOne(writer, "anna", kSampledAt, 1);
        FAIL() << "wrote past a lock";
    } catch (const Error& error) {
        EXPECT_EQ(error.status(), VUEDEO_E_UNAVAILABLE);
        EXPECT_GT(error.retryAfter().count(), 0);
    }
    EXPECT_EQ(writer.storageFault(), "");
    other.execute("ROLLBACK");
    // Still the same connection: a lock is no reason to open and check the file again.
    writer.run(soon(), [](Session& session) { session.connection().execute("DROP TABLE mark"); });
    EXPECT_EQ(appendOne(writer, "anna", kSampledAt, 1), VUEDEO_SAMPLE_STORED);
}

TEST_F(WriterTest, RollsBackWhatThrows) {
    Writer writer(path_, host_);
    writer.open();
    EXPECT_THROW(writer.run(soon(),
                            [](Session& session) {
                                session.connection().execute("DELETE FROM store_state");
                                throw std::runtime_error("stop");
                            }),
                 std::runtime_error);
    EXPECT_EQ(appendOne(writer, "anna", kSampledAt, 1), VUEDEO_SAMPLE_STORED);
}

TEST_F(WriterTest, RemembersNothingOfWhatWasRolledBack) {
    Writer writer(path_, host_);
    writer.open();
    EXPECT_EQ(appendOne(writer, "anna", kSampledAt, 1), VUEDEO_SAMPLE_STORED);
    const auto failing = [&](Session& session) {
        appendTo(session, "bert", kSampledAt, 1);
        appendTo(session, "anna", kSampledAt + 1, 1);
        session.inbox().seal();
        session.inbox().fileSealed(1);
        throw std::runtime_error("stop");
    };
    EXPECT_THROW(writer.run(soon(), failing), std::runtime_error);
    EXPECT_EQ(appendOne(writer, "bert", kSampledAt, 1), VUEDEO_SAMPLE_STORED);
    EXPECT_EQ(appendOne(writer, "anna", kSampledAt + 1, 1), VUEDEO_SAMPLE_STORED);
    EXPECT_EQ(appendOne(writer, "anna", kSampledAt, 1), VUEDEO_SAMPLE_DUPLICATE);
    fileInbox(writer, soon(), [] {});
    Connection reader = openReader(path_);
    EXPECT_EQ(reader.queryInteger("SELECT count(*) FROM participants"), 2);
    EXPECT_EQ(reader.queryInteger("SELECT count(*) FROM samples"), 3);
    EXPECT_EQ(reader.queryInteger("SELECT sum(sample_count) FROM rollups_hour"), 3);
}

TEST_F(WriterTest, EmptiesALargeLogOnceNoReaderHoldsIt) {
    Writer writer(path_, host_);
    writer.open();
    appendOne(writer, "anna", kSampledAt, 1);
    Connection reader = openReader(path_);
    reader.execute("BEGIN");
    reader.queryInteger("SELECT count(*) FROM rooms");
    appendOne(writer, "anna", kSampledAt + 1, 1);
    EXPECT_TRUE(writer.shrinkLog(1 << 20));
    EXPECT_GT(reader.logBytes(), 0U);
    EXPECT_FALSE(writer.shrinkLog(0));
    EXPECT_EQ(appendOne(writer, "anna", kSampledAt + 2, 1), VUEDEO_SAMPLE_STORED);
    reader.execute("COMMIT");
    EXPECT_TRUE(writer.shrinkLog(0));
    EXPECT_EQ(reader.logBytes(), 0U);
    EXPECT_EQ(reader.queryInteger("SELECT count(*) FROM inbox_0"), 3);
}

TEST_F(WriterTest, KeepsASecondServerFromTheSameFileByAnotherName) {
    std::filesystem::create_symlink(path_, folder_.file("alias.db"));
    std::filesystem::create_directory_symlink(folder_.file(""), folder_.file("folder"));
    // The first link leads to a file that is still to be made.
    Writer first(folder_.file("alias.db"), host_);
    first.open();
    for (const char* name : {"metrics.db", "alias.db", "folder/metrics.db", "folder/alias.db"}) {
        Writer second(folder_.file(name), host_);
        EXPECT_THROW(second.open(), Error) << name;
    }
    Writer other(folder_.file("other.db"), host_);
    EXPECT_NO_THROW(other.open());
}

TEST_F(WriterTest, GivesUpAtItsDeadlineWhileAnotherThreadWrites) {
    Writer writer(path_, host_);
    writer.open();
    writer.run(soon(), [&](Session&) {
        std::thread second([&] {
            EXPECT_THROW(writer.run(std::chrono::steady_clock::now(), [](Session&) {}), Error);
        });
        second.join();
    });
    EXPECT_EQ(appendOne(writer, "anna", kSampledAt, 1), VUEDEO_SAMPLE_STORED);
}

TEST_F(WriterTest, NoticesThatItsFileHasBeenReplaced) {
    Writer writer(path_, host_);
    writer.open();
    EXPECT_EQ(appendOne(writer, "anna", kSampledAt, 1), VUEDEO_SAMPLE_STORED);
    for (const char* suffix : {"", "-wal", "-shm"}) {
        std::error_code missing;
        std::filesystem::rename(path_ + suffix, folder_.file("moved.db") + suffix, missing);
    }
    // Into a new file, and not into one that has no name any more.
    EXPECT_EQ(appendOne(writer, "anna", kSampledAt, 1), VUEDEO_SAMPLE_STORED);
    EXPECT_EQ(openReader(path_).queryInteger("SELECT count(*) FROM inbox_0"), 1);
}

TEST_F(WriterTest, TellsAFaultOfTheDiskUntilAWriteSucceeds) {
    Writer writer(path_, host_);
    writer.open();
    const auto failing = [](Session& session) {
        throw DatabaseError(SQLITE_IOERR, session.connection().path(), "disk I/O error");
    };
    EXPECT_THROW(writer.run(soon(), failing), DatabaseError);
    EXPECT_NE(writer.storageFault().find(path_), std::string::npos);
    EXPECT_EQ(appendOne(writer, "anna", kSampledAt, 1), VUEDEO_SAMPLE_STORED);
    EXPECT_EQ(writer.storageFault(), "");
}

}  // namespace
}  // namespace vuedeo::sqlite
