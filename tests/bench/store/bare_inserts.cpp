#include "bare_inserts.hpp"

#include <sqlite3.h>
#include <vuedeo/abi/quality_fields.h>

#include <stdexcept>
#include <string>

namespace vuedeo::store_bench {

struct BareInserts::Handles {
    sqlite3* db = nullptr;
    sqlite3_stmt* insert = nullptr;

    void require(bool ok) const {
        if (!ok) throw std::runtime_error(sqlite3_errmsg(db));
    }
    void execute(const std::string& sql) const {
        require(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    }
};

BareInserts::BareInserts(const std::filesystem::path& folder)
    : handles_(std::make_unique<Handles>()) {
    const std::string path = (folder / "bare.db").string();
    handles_->require(sqlite3_open(path.c_str(), &handles_->db) == SQLITE_OK);
    handles_->execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
        "PRAGMA wal_autocheckpoint=8192");
    std::string columns = "room INTEGER, participant INTEGER, sampled_at INTEGER";
    std::string parameters = "?1,?2,?3";
    for (int field = 0; field < VUEDEO_FIELD_COUNT; ++field) {
        columns += ", f" + std::to_string(field) + " REAL";
        parameters += ",?" + std::to_string(field + 4);
    }
    handles_->execute("CREATE TABLE samples (" + columns +
                      ", PRIMARY KEY (room, participant, sampled_at)) WITHOUT ROWID");
    const std::string sql = "INSERT OR IGNORE INTO samples VALUES (" + parameters + ")";
    handles_->require(
        sqlite3_prepare_v2(handles_->db, sql.c_str(), -1, &handles_->insert, nullptr) == SQLITE_OK);
}

BareInserts::~BareInserts() {
    sqlite3_finalize(handles_->insert);
    sqlite3_close(handles_->db);
}

void BareInserts::begin() {
    handles_->execute("BEGIN IMMEDIATE");
}

void BareInserts::insert(int64_t room, int64_t participant, int64_t at, const float* values) {
    sqlite3_stmt* statement = handles_->insert;
    sqlite3_bind_int64(statement, 1, room);
    sqlite3_bind_int64(statement, 2, participant);
    sqlite3_bind_int64(statement, 3, at);
    for (int field = 0; field < VUEDEO_FIELD_COUNT; ++field)
        sqlite3_bind_double(statement, field + 4, static_cast<double>(values[field]));
    handles_->require(sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_reset(statement);
}

void BareInserts::commit() {
    handles_->execute("COMMIT");
}

AppendFigures measureBare(const std::filesystem::path& folder, const AppendLoad& load) {
    BareInserts bare(folder);
    Batches batches(load);
    return measureAppends(load, batches, [&](const std::vector<vuedeo_sample>& samples) {
        bare.begin();
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const auto who = static_cast<int64_t>(batches.participantOf(i));
            bare.insert(who / static_cast<int64_t>(kParticipantsPerRoom), who,
                        samples[i].sampled_at_ms, samples[i].values);
        }
        bare.commit();
    });
}

}  // namespace vuedeo::store_bench
