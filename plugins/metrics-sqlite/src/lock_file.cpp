#include "lock_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <vuedeo/plugin.hpp>

namespace vuedeo::sqlite {

namespace {

constexpr int kMaxLinks = 40;

// Follows links as SQLite does, also one to a file that is still to be made.
std::filesystem::path realPath(std::filesystem::path path) {
    std::error_code error;
    for (int links = 0; std::filesystem::is_symlink(path, error) && links < kMaxLinks; ++links) {
        path = path.parent_path() / std::filesystem::read_symlink(path, error);
    }
    const auto real = std::filesystem::weakly_canonical(path, error);
    return error ? path : real;
}

}  // namespace

LockFile::LockFile(const std::string& database) {
    const std::string path = realPath(database).string() + ".lock";
    descriptor_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (descriptor_ < 0) {
        throw Error(VUEDEO_E_UNAVAILABLE,
                    path + ": " + std::strerror(errno) +
                        " (create its folder and let the server's user write there)");
    }
    if (flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
    close(descriptor_);
    throw Error::retryAfter(VUEDEO_E_UNAVAILABLE, std::chrono::seconds(5),
                            path +
                                ": another server uses this database; give each its own `path`, "
                                "or choose a store that servers can share");
}

// The file stays: removing it would let two processes lock two files of one name.
LockFile::~LockFile() {
    close(descriptor_);
}

}  // namespace vuedeo::sqlite
