// The .env file: KEY=value lines as docker compose and dotenv know them. Nothing is expanded.
//
//     # a comment
//     export PLAIN=ends with the line, or before " #"
//     SINGLE='taken as it stands'
//     DOUBLE="knows \n \r \t \" \\ and \$"
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace vuedeo::config {

// The last of two lines with the same name wins. Throws ConfigError listing every bad line, without
// its value.
std::map<std::string, std::string> parseDotEnv(std::string_view text,
                                               const std::filesystem::path& file);

}  // namespace vuedeo::config
