#include "import/position_file.hpp"

#include <openssl/sha.h>

#include <array>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace vuedeo::import {

PositionFile::PositionFile(std::filesystem::path path) : path_(std::move(path)) {}

std::string PositionFile::load() const {
    std::ifstream file(path_);
    std::string position;
    std::getline(file, position);
    return position;
}

void PositionFile::save(const std::string& position) const {
    std::filesystem::create_directories(path_.parent_path());
    auto next = path_;
    next += ".next";
    std::ofstream file(next, std::ios::trunc);
    file << position << '\n';
    file.close();
    if (!file) throw std::runtime_error(next.string() + " cannot be written");
    std::filesystem::rename(next, path_);
}

void PositionFile::remove() const {
    std::filesystem::remove(path_);
}

std::filesystem::path positionPath(const std::filesystem::path& dataDir,
                                   const std::string& identity) {
    constexpr std::size_t kBytes = 8;
    constexpr const char* kHex = "0123456789abcdef";
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(identity.data()), identity.size(), digest.data());
    std::string name;
    for (std::size_t i = 0; i < kBytes; ++i) {
        name += kHex[digest[i] >> 4U];
        name += kHex[digest[i] & 0xFU];
    }
    return dataDir / "import" / name;
}

}  // namespace vuedeo::import
