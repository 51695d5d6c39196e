// A file of entries, one JSON text a line, of which each is either whole or not there.
#pragma once
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vuedeo/plugin.hpp>

class Journal {
public:
    using Json = nlohmann::json;

    ~Journal() { close(); }

    // Shows every entry, cuts off what a crash has left of one, and opens the file for writing.
    template <class Replay>
    void open(const std::string& path, const Replay& replay) {
        size_ = 0;
        std::ifstream file(path, std::ios::binary);
        for (std::string line; std::getline(file, line) && !file.eof();) {
            const Json entry = Json::parse(line, nullptr, false);
            if (entry.is_discarded())
                fail(path + ": it is damaged at byte " + std::to_string(size_));
            replay(entry);
            size_ += static_cast<off_t>(line.size()) + 1;
        }
        path_ = path;
        descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        if (descriptor_ < 0 || ::ftruncate(descriptor_, size_) != 0) {
            fail(path + ": " + std::strerror(errno));
        }
    }

    // The entry is durable when this returns; otherwise it is not there.
    void write(const Json& entry) {
        const std::string line = entry.dump() + '\n';
        const ssize_t written = ::pwrite(descriptor_, line.data(), line.size(), size_);
        if (written != static_cast<ssize_t>(line.size()) || ::fdatasync(descriptor_) != 0) {
            const std::string why = written < 0 ? std::strerror(errno) : "the disk may be full";
            static_cast<void>(::ftruncate(descriptor_, size_) ==
                              0);  // else the next one overwrites
            fail(path_ + ": " + why);
        }
        size_ += written;
    }

    void close() noexcept {
        if (descriptor_ >= 0) ::close(descriptor_);
        descriptor_ = -1;
    }

private:
    [[noreturn]] static void fail(const std::string& why) {
        throw vuedeo::Error(VUEDEO_E_UNAVAILABLE, why);
    }

    std::string path_;
    int descriptor_ = -1;
    off_t size_ = 0;  // of the entries that are whole
};
