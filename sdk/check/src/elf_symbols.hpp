// What a shared library exports.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace vuedeo::check {

// The symbols that it defines for others, of whatever binding. Throws std::runtime_error when the
// file is no 64-bit ELF library.
std::vector<std::string> exportedSymbols(const std::filesystem::path& library);

}  // namespace vuedeo::check
