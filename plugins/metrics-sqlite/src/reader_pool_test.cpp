#include "reader_pool.hpp"

#include "schema.hpp"
#include "test_database.hpp"

namespace vuedeo::sqlite {
namespace {

class ReaderPoolTest : public testing::Test {
protected:
    ReaderPoolTest() { openDatabase(path_); }

    // A temporary table belongs to one connection, and so tells it from another.
    void mark() {
        pool_.run(call_, [](Connection& db) {
            db.execute("PRAGMA query_only = OFF");
            db.execute("CREATE TEMP TABLE mark (x)");
        });
    }
    bool isMarked() {
        bool marked = false;
        pool_.run(call_, [&](Connection& db) {
            marked = db.queryInteger("SELECT count(*) FROM sqlite_temp_schema") == 1;
        });
        return marked;
    }

    TestFolder folder_;
    const std::string path_ = folder_.file("metrics.db");
    const vuedeo_call raw_{sizeof raw_, 60'000, nullptr, nullptr, {}};
    const Call call_{&raw_};
    ReaderPool pool_{path_, 1};
};

TEST_F(ReaderPoolTest, KeepsAConnectionWhoseQueryFoundNothing) {
    mark();
    const auto failing = [](Connection&) { throw Error(VUEDEO_E_NOT_FOUND, "no such room"); };
    EXPECT_THROW(pool_.run(call_, failing), Error);
    EXPECT_TRUE(isMarked());
}

TEST_F(ReaderPoolTest, GivesUpAConnectionWhoseFileIsAtFault) {
    mark();
    const auto failing = [&](Connection&) { throw DatabaseError(SQLITE_IOERR, path_, "I/O"); };
    EXPECT_THROW(pool_.run(call_, failing), DatabaseError);
    EXPECT_FALSE(isMarked());
}

}  // namespace
}  // namespace vuedeo::sqlite
