// The key that signs participant tokens, kept across restarts so that calls go on after one.
#pragma once
#include <filesystem>
#include <string>

namespace vuedeo::rooms {

// Reads dataDir/secret, or makes it: 32 random bytes in hexadecimal, readable by its owner only.
// Two hosts that start at once agree on one. Throws std::runtime_error naming the file and the
// remedy.
std::string loadOrCreateSecret(const std::filesystem::path& dataDir);

}  // namespace vuedeo::rooms
