#include "connection.hpp"

#include <chrono>
#include <filesystem>
#include <system_error>

namespace vuedeo::sqlite {
namespace {

constexpr std::chrono::milliseconds kBusyTimeout{2000};
constexpr std::chrono::milliseconds kRetryBusy{1000};
constexpr std::chrono::milliseconds kRetryStorage{5000};

struct Verdict {
    vuedeo_status status;
    std::chrono::milliseconds retryAfter;
    const char* remedy;
};

Verdict judge(int primaryCode) {
    switch (primaryCode) {
        case SQLITE_FULL:
            return {VUEDEO_E_UNAVAILABLE, kRetryStorage, "free space on its disk"};
        case SQLITE_IOERR:
            return {VUEDEO_E_UNAVAILABLE, kRetryStorage, "check its disk, quota and file limits"};
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return {VUEDEO_E_UNAVAILABLE, kRetryStorage,
                    "make the file and its folder writable for the server's user"};
        case SQLITE_CANTOPEN:
            return {VUEDEO_E_UNAVAILABLE, kRetryStorage,
                    "create its folder and let the server's user write there"};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {VUEDEO_E_UNAVAILABLE, kRetryStorage,
                    "restore a backup, salvage it with `sqlite3 FILE .recover`, or set another "
                    "path"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
            return {VUEDEO_E_UNAVAILABLE, kRetryBusy, "end the other process that locks it"};
        case SQLITE_NOMEM:
            return {VUEDEO_E_UNAVAILABLE, kRetryBusy, "give the server more memory"};
        case SQLITE_INTERRUPT:
            return {VUEDEO_E_UNAVAILABLE, kRetryBusy, "the call was cancelled or out of time"};
        default:
            return {VUEDEO_E_INTERNAL, std::chrono::milliseconds(0), "a bug of this plugin"};
    }
}

std::string describe(int primaryCode, const std::string& path, const std::string& detail) {
    return path + ": " + detail + " (" + judge(primaryCode).remedy + ")";
}

}  // namespace

DatabaseError::DatabaseError(int code, const std::string& path, const std::string& detail)
    : Error(Error::retryAfter(judge(code & 0xff).status, judge(code & 0xff).retryAfter,
                              describe(code & 0xff, path, detail))),
      code_(code & 0xff) {}

bool DatabaseError::isStorageFault() const noexcept {
    switch (code_) {
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
        case SQLITE_CANTOPEN:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return true;
        default:
            return false;
    }
}

Statement::Statement(Connection& connection, std::string_view sql) : connection_(&connection) {
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(connection.handle(), sql.data(),
                                        static_cast<int>(sql.size()), 0, &raw, nullptr);
    handle_.reset(raw);
    check(code);
}

void Statement::check(int code) const {
    if (code != SQLITE_OK) connection_->fail(code);
}

Statement& Statement::bind(int index, int64_t value) {
    check(sqlite3_bind_int64(handle_.get(), index, value));
    return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
    // A null pointer would bind NULL instead of the empty text.
    check(sqlite3_bind_text64(handle_.get(), index, text.empty() ? "" : text.data(), text.size(),
                              SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bindBlob(int index, std::string_view bytes) {
    check(sqlite3_bind_blob64(handle_.get(), index, bytes.empty() ? "" : bytes.data(), bytes.size(),
                              SQLITE_STATIC));
    return *this;
}

Statement& Statement::bindNull(int index) {
    check(sqlite3_bind_null(handle_.get(), index));
    return *this;
}

bool Statement::step() {
    const int code = sqlite3_step(handle_.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) {
        const DatabaseError error(code, connection_->path(), sqlite3_errmsg(connection_->handle()));
        reset();
        throw error;
    }
    reset();
    return false;
}

void Statement::run() {
    while (step()) {
    }
}

std::string_view Statement::text(int column) const {
    const auto* data = sqlite3_column_text(handle_.get(), column);
    if (data == nullptr) return {};
    return {reinterpret_cast<const char*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::string_view Statement::blob(int column) const {
    const void* data = sqlite3_column_blob(handle_.get(), column);
    if (data == nullptr) return {};
    return {static_cast<const char*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

Connection::Connection(const std::string& path, Mode mode) : path_(path) {
    // NOMUTEX: the owner sees to it that one thread at a time uses the connection.
    const int flags =
        SQLITE_OPEN_NOMUTEX | (mode == Mode::kReadWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                        : SQLITE_OPEN_READONLY);
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
    handle_.reset(raw);
    if (code != SQLITE_OK) fail(code);
    sqlite3_busy_timeout(raw, static_cast<int>(kBusyTimeout.count()));
}

void Connection::execute(const std::string& sql) {
    const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code);
}

int64_t Connection::queryInteger(const std::string& sql) {
    Statement statement(*this, sql);
    return statement.step() ? statement.integer(0) : 0;
}

std::uintmax_t Connection::logBytes() const noexcept {
    const char* database = sqlite3_db_filename(handle_.get(), "main");
    std::error_code missing;
    const auto bytes = std::filesystem::file_size(sqlite3_filename_wal(database), missing);
    return missing ? 0 : bytes;
}

bool Connection::truncateLog(std::chrono::milliseconds patience) {
    sqlite3_busy_timeout(handle_.get(), static_cast<int>(patience.count()));
    const int code = sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE,
                                               nullptr, nullptr);
    sqlite3_busy_timeout(handle_.get(), static_cast<int>(kBusyTimeout.count()));
    if (code != SQLITE_OK && code != SQLITE_BUSY) fail(code);
    return code == SQLITE_OK;
}

bool Connection::fileHasMoved() const noexcept {
    int moved = 0;
    return sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) ==
               SQLITE_OK &&
           moved != 0;
}

void Connection::fail(int code) const {
    throw DatabaseError(code, path_,
                        handle_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle_.get()));
}

Transaction::Transaction(Connection& connection, Kind kind) : connection_(connection) {
    connection_.execute(kind == Kind::kWrite ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
    // Some failures have rolled back already.
    if (connection_.inTransaction())
        sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    connection_.execute("COMMIT");
}

}  // namespace vuedeo::sqlite
