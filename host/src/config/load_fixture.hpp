// Loads TOML text from a file "vuedeo.toml" in a folder of the test's own.
#pragma once
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/load.hpp"
#include "config/test_folder.hpp"

namespace vuedeo::config {

class LoadTest : public ::testing::Test {
protected:
    // The choice of plugins comes last, so that faults are found at the lines of `toml`.
    Config loadWith(const std::string& toml, const std::vector<std::string>& overrides = {}) {
        return loadOnly(toml +
                            "\n[video]\nplugin = \"video-mesh\"\n[metrics]\nplugin = "
                            "\"metrics-sqlite\"\n[chart]\nplugin = \"chart-chartjs\"\n",
                        overrides);
    }
    Config loadOnly(const std::string& toml, const std::vector<std::string>& overrides = {}) {
        file_ = folder_.write("vuedeo.toml", toml);
        return load(file_, overrides, [this](const std::string& name) {
            const auto found = variables_.find(name);
            return found == variables_.end() ? std::nullopt : std::optional(found->second);
        });
    }

    // The faults with the folder's name left out: "vuedeo.toml:1:1: server.x: ...".
    std::string faultsWith(const std::string& toml,
                           const std::vector<std::string>& overrides = {}) {
        return faultsOf([&] { loadWith(toml, overrides); });
    }
    std::string faultsOnly(const std::string& toml,
                           const std::vector<std::string>& overrides = {}) {
        return faultsOf([&] { loadOnly(toml, overrides); });
    }

    TestFolder folder_;
    std::map<std::string, std::string> variables_;
    std::filesystem::path file_;

private:
    template <class Load>
    std::string faultsOf(Load attempt) {
        try {
            attempt();
        } catch (const ConfigError& error) {
            std::string text = error.what();
            const std::string folder = folder_.path().string() + '/';
            for (std::size_t at = 0; (at = text.find(folder)) != std::string::npos;) {
                text.erase(at, folder.size());
            }
            return text;
        }
        return "no fault";
    }
};

}  // namespace vuedeo::config
