// The baseline: the same samples into one bare SQLite table, durable, without rollups, names or
// statistics.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>

#include "appends.hpp"

namespace vuedeo::store_bench {

class BareInserts {
public:
    explicit BareInserts(const std::filesystem::path& folder);
    ~BareInserts();
    BareInserts(const BareInserts&) = delete;
    BareInserts& operator=(const BareInserts&) = delete;

    void begin();
    void insert(int64_t room, int64_t participant, int64_t at, const float* values);
    void commit();

private:
    struct Handles;
    std::unique_ptr<Handles> handles_;
};

AppendFigures measureBare(const std::filesystem::path& folder, const AppendLoad& load);

}  // namespace vuedeo::store_bench
