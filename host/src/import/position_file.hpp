// How far an import has come: one line in a file of its own, kept while it is not finished. Losing
// it costs time and nothing else, because samples that are stored already are not stored again.
#pragma once
#include <filesystem>
#include <string>

namespace vuedeo::import {

class PositionFile {
public:
    explicit PositionFile(std::filesystem::path path);

    const std::filesystem::path& path() const noexcept { return path_; }
    std::string load() const;  // empty: the beginning
    // Throws std::filesystem::filesystem_error or std::runtime_error: it cannot be written.
    void save(const std::string& position) const;
    void remove() const;

private:
    std::filesystem::path path_;
};

// data_dir/import/<digest>: another for each source, connection, store and configuration of the
// store, so that no import goes on where one into another database has stopped.
std::filesystem::path positionPath(const std::filesystem::path& dataDir,
                                   const std::string& identity);

}  // namespace vuedeo::import
