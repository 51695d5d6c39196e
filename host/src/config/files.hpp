// Reads small files whole, within bounds.
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>

namespace vuedeo::config {

// Throws std::runtime_error saying why not ("No such file or directory", "is larger than 64 KiB").
std::string readFile(const std::filesystem::path& path, std::size_t maxBytes);

}  // namespace vuedeo::config
