// An exclusive lock on a file beside the database. It keeps two servers from writing to one file:
// this plugin remembers keys and its place in the inbox, which another writer would falsify.
#pragma once
#include <string>

namespace vuedeo::sqlite {

class LockFile {
public:
    // Locks FILE.lock beside the database, whichever of its symbolic links is named. Throws Error
    // UNAVAILABLE when another process (or instance) holds it.
    explicit LockFile(const std::string& database);
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;
    ~LockFile();

private:
    int descriptor_ = -1;
};

}  // namespace vuedeo::sqlite
