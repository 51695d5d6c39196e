// One SQLite connection and its prepared statements, as objects that throw.
//
// A Connection belongs to one thread at a time; a Statement must not outlive its Connection.
// Every failure is a DatabaseError, which names the file and the remedy and crosses the plugin's
// border as the status that its SQLite code means.
#pragma once
#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vuedeo/plugin.hpp>

namespace vuedeo::sqlite {

class DatabaseError : public Error {
public:
    DatabaseError(int code, const std::string& path, const std::string& detail);

    int code() const noexcept { return code_; }  // primary result code, SQLITE_FULL ...
    // The file or what is under it is at fault: a new connection may be needed to recover.
    bool isStorageFault() const noexcept;

private:
    int code_;
};

class Connection;

class Statement {
public:
    Statement() = default;
    Statement(Connection& connection, std::string_view sql);

    Statement& bind(int index, int64_t value);
    // Both are borrowed until the statement is reset.
    Statement& bind(int index, std::string_view text);
    Statement& bindBlob(int index, std::string_view bytes);
    Statement& bindNull(int index);

    // True: a row stands ready. False: done, and the statement is reset.
    bool step();
    // Runs it to its end and resets it.
    void run();
    void reset() noexcept { sqlite3_reset(handle_.get()); }

    int64_t integer(int column) const noexcept {
        return sqlite3_column_int64(handle_.get(), column);
    }
    // Borrowed until the next step or reset.
    std::string_view text(int column) const;
    std::string_view blob(int column) const;

private:
    void check(int code) const;

    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
    };
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
    const Connection* connection_ = nullptr;
};

// Resets a statement that is left before its last row, so that no read transaction stays open.
class ResetOnExit {
public:
    explicit ResetOnExit(Statement& statement) noexcept : statement_(statement) {}
    ResetOnExit(const ResetOnExit&) = delete;
    ResetOnExit& operator=(const ResetOnExit&) = delete;
    ~ResetOnExit() { statement_.reset(); }

private:
    Statement& statement_;
};

class Connection {
public:
    enum class Mode { kReadWrite, kReadOnly };
    Connection(const std::string& path, Mode mode);

    void execute(const std::string& sql);
    int64_t queryInteger(const std::string& sql);
    int64_t lastInsertRowid() const noexcept { return sqlite3_last_insert_rowid(handle_.get()); }
    bool inTransaction() const noexcept { return sqlite3_get_autocommit(handle_.get()) == 0; }
    // The size of the file's write-ahead log.
    std::uintmax_t logBytes() const noexcept;
    // Writes the log into the database and empties it. False: after this time a reader of an older
    // state, or another writer, was still at work.
    bool truncateLog(std::chrono::milliseconds patience);
    // The file at the path is no longer the one that is open.
    bool fileHasMoved() const noexcept;
    sqlite3* handle() const noexcept { return handle_.get(); }
    const std::string& path() const noexcept { return path_; }

    [[noreturn]] void fail(int code) const;

private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
    };
    std::string path_;
    std::unique_ptr<sqlite3, Close> handle_;
};

// BEGIN ... COMMIT; rolled back when it is left without commit().
class Transaction {
public:
    enum class Kind { kRead, kWrite };
    Transaction(Connection& connection, Kind kind);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();
    void commit();

private:
    Connection& connection_;
};

}  // namespace vuedeo::sqlite
