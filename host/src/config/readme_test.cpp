// config/README.md tells the truth about the table of keys, and the configurations beside it load.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "config/keys.hpp"
#include "config/load.hpp"

namespace vuedeo::config {
namespace {

const std::filesystem::path kFolder = VUEDEO_CONFIG_FOLDER;

struct Row {
    std::string type;
    std::string standard;
    std::string range;
};

std::string withoutBackticks(std::string text) {
    text.erase(std::remove(text.begin(), text.end(), '`'), text.end());
    return text;
}

// The rows of "| `key` | type | default | range | meaning |" under the headings "### `[table]`".
std::map<std::string, Row> documentedKeys() {
    std::map<std::string, Row> rows;
    std::vector<std::string> tables;
    std::ifstream readme(kFolder / "README.md");
    const std::regex heading("`\\[([a-z.]+)\\]`");
    const std::regex row("\\| `([a-z_]+)` \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\| [^|]+ \\|");
    for (std::string line; std::getline(readme, line);) {
        if (line.rfind('#', 0) == 0) {
            tables.clear();
            for (std::sregex_iterator at(line.begin(), line.end(), heading), end; at != end; ++at) {
                tables.push_back((*at)[1]);
            }
        }
        std::smatch match;
        if (tables.empty() || !std::regex_match(line, match, row)) continue;
        for (const std::string& table : tables) {
            rows[table + '.' + match[1].str()] = {match[2], withoutBackticks(match[3]),
                                                  withoutBackticks(match[4])};
        }
    }
    return rows;
}

TEST(ConfigReadme, DocumentsEveryKeyWithItsTypeDefaultAndRange) {
    const auto rows = documentedKeys();
    for (const Key& key : keyTable({})) {
        const auto row = rows.find(key.name);
        ASSERT_NE(row, rows.end()) << key.name << " has no row";
        EXPECT_EQ(row->second.type, key.type) << key.name;
        EXPECT_EQ(row->second.standard, key.standard) << key.name;
        const bool rangeIsExact =
            key.type == "integer" || key.type == "boolean" || key.range.rfind('"', 0) == 0;
        if (rangeIsExact) {
            EXPECT_EQ(row->second.range, key.range) << key.name;
        }
    }
}

TEST(ConfigReadme, DocumentsNoKeyThatThereIsNot) {
    const auto keys = keyTable({});
    for (const auto& [name, row] : documentedKeys()) {
        EXPECT_TRUE(std::any_of(keys.begin(), keys.end(), [&name = name](const Key& key) {
            return key.name == name;
        })) << name;
    }
}

TEST(ConfigFiles, EmbeddedNeedsNoSecret) {
    const Environment none = [](const std::string&) { return std::nullopt; };
    const Config config = load(kFolder / "embedded.toml", {}, none);
    EXPECT_EQ(config.video.plugin, "video-mesh");
    EXPECT_EQ(config.metrics.plugin, "metrics-sqlite");
}

TEST(ConfigFiles, DailyNeedsItsKeyAndNoDatabase) {
    const Config config = load(kFolder / "daily.toml", {}, [](const std::string& name) {
        return name == "DAILY_API_KEY" ? std::optional<std::string>("a key") : std::nullopt;
    });
    EXPECT_EQ(config.video.configJson, R"({"api_key":"a key"})");
    EXPECT_EQ(config.metrics.plugin, "metrics-sqlite");
}

TEST(ConfigFiles, VuedeoTakesItsSecretsFromTheEnvironment) {
    const std::string file = (kFolder / "vuedeo.toml").string();
    const Config config = load(file, {}, [](const std::string& name) -> std::optional<std::string> {
        return name == "PGPORT" ? std::nullopt : std::optional("value-of-" + name);
    });
    EXPECT_EQ(config.video.configJson, R"({"api_key":"value-of-DAILY_API_KEY"})");
    EXPECT_EQ(config.metrics.configJson,
              R"({"database":"value-of-PGDATABASE","host":"value-of-PGHOST",)"
              R"("password":"value-of-PGPASSWORD","port":"5432","user":"value-of-PGUSER"})");
}

TEST(ConfigFiles, VuedeoNamesEachSecretThatIsMissing) {
    const Environment none = [](const std::string&) { return std::nullopt; };
    try {
        load(kFolder / "vuedeo.toml", {}, none);
        FAIL() << "loaded without secrets";
    } catch (const ConfigError& error) {
        for (const char* name : {"DAILY_API_KEY", "PGHOST", "PGDATABASE", "PGUSER", "PGPASSWORD"}) {
            EXPECT_THAT(error.what(), ::testing::HasSubstr(std::string(name) + " is not set"));
        }
    }
}

}  // namespace
}  // namespace vuedeo::config
