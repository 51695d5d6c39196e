// Reading JSON that came from outside: whole, bounded in size and depth, or INVALID.
#pragma once
#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace vuedeo::charts {

inline constexpr std::size_t kMaxJsonBytes = 64 * 1024 * 1024;
inline constexpr int kMaxJsonDepth = 8;

// `name` is the argument that `text` was given as: the field of the vuedeo::Error that is thrown
// when it is too long, too deep or no JSON object.
nlohmann::json readObject(std::string_view text, const std::string& name);

// The member of an object, of the type that the name says, or a vuedeo::Error INVALID with the
// field path + "." + key.
const nlohmann::json& arrayAt(const nlohmann::json& object, const char* key,
                              const std::string& path);
const std::string& stringAt(const nlohmann::json& object, const char* key, const std::string& path,
                            std::size_t maxBytes);

}  // namespace vuedeo::charts
