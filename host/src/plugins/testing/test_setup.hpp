// What the tests of this folder share: a temporary folder, and configurations over the test
// plugins.
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

#include "config/config.hpp"

namespace vuedeo::plugins::testing {

// Removed with everything in it when the test ends.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "vuedeo-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = pattern;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path write(const std::string& name, const std::string& text) const {
        const std::filesystem::path file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << text;
        return file;
    }

private:
    std::filesystem::path path_;
};

inline config::Config testConfig(const TemporaryFolder& data) {
    config::Config config;
    config.server.dataDir = data.path() / "data";
    config.pluginPath = {TEST_PLUGINS_DIR};
    config.video.plugin = "test-video";
    config.video.source = "vuedeo.toml:7";
    config.metrics.plugin = "test-store";
    config.chart.plugin = "test-chart";
    return config;
}

// What `action` throws; empty if it throws nothing.
template <class Action>
std::string messageOf(const Action& action) {
    try {
        action();
    } catch (const std::exception& e) {
        return e.what();
    }
    return {};
}

}  // namespace vuedeo::plugins::testing
