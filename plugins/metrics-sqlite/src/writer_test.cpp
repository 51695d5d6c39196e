#include "writer.hpp"

#include <thread>

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
