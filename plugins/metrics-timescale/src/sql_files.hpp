// The files of sql/, compiled in.
#pragma once
#include <string_view>
#include <vector>

namespace vuedeo::timescale {

struct SqlFile {
    std::string_view name;  // "002_samples.hypertable.sql"
    std::string_view text;
};

// In the order of their names.
const std::vector<SqlFile>& sqlFiles();

}  // namespace vuedeo::timescale
