#include "rooms/secret.hpp"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace vuedeo::rooms {
namespace {

std::string randomHex() {
    std::array<unsigned char, 32> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        throw std::runtime_error("the system gives no random numbers");
    }
    std::string text;
    for (const unsigned char byte : bytes) {
        text += "0123456789abcdef"[byte >> 4U];
        text += "0123456789abcdef"[byte & 15U];
    }
    return text;
}

std::runtime_error failure(const std::filesystem::path& file, const std::string& what) {
    return std::runtime_error(file.string() + ": " + what);
}

// The file comes into being complete or not at all, also when two processes try at once.
void createOnce(const std::filesystem::path& file) {
    const std::filesystem::path draft = file.string() + "." + std::to_string(getpid());
    const int fd = open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) throw failure(draft, std::generic_category().message(errno));
    const std::string text = randomHex() + "\n";
    const bool written =
        write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(fd) == 0;
    close(fd);
    const bool linked = written && (link(draft.c_str(), file.c_str()) == 0 || errno == EEXIST);
    const int error = errno;
    unlink(draft.c_str());
    if (!linked) throw failure(file, std::generic_category().message(error));
}

}  // namespace

std::string loadOrCreateSecret(const std::filesystem::path& dataDir) {
    const std::filesystem::path file = dataDir / "secret";
    if (!std::filesystem::exists(file)) createOnce(file);

    struct stat status {};
    if (stat(file.c_str(), &status) != 0) {
        throw failure(file, std::generic_category().message(errno));
    }
    if ((status.st_mode & 077U) != 0) {
        throw failure(file, "others may read the signing key; run: chmod 600 " + file.string());
    }
    std::string text;
    std::ifstream in(file);
    if (!std::getline(in, text) || text.size() < 32) {
        throw failure(file, "holds no signing key; delete the file to have a new one made");
    }
    return text;
}

}  // namespace vuedeo::rooms
