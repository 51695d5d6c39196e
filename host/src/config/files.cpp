#include "config/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace vuedeo::config {
namespace {

std::runtime_error failure(int error) {
    return std::runtime_error(std::generic_category().message(error));
}

class Descriptor {
public:
    explicit Descriptor(const std::filesystem::path& path)
        : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (descriptor_ < 0) throw failure(errno);
    }
    ~Descriptor() { ::close(descriptor_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const noexcept { return descriptor_; }

private:
    int descriptor_;
};

}  // namespace

std::string readFile(const std::filesystem::path& path, std::size_t maxBytes) {
    const Descriptor file(path);
    std::string content;
    std::array<char, 16'384> chunk{};
    for (;;) {
        const ssize_t length = ::read(file.get(), chunk.data(), chunk.size());
        if (length < 0 && errno == EINTR) continue;
        if (length < 0) throw failure(errno);
        if (length == 0) return content;
        content.append(chunk.data(), static_cast<std::size_t>(length));
        if (content.size() > maxBytes) {
            throw std::runtime_error("is larger than " + std::to_string(maxBytes / 1024) + " KiB");
        }
    }
}

}  // namespace vuedeo::config
