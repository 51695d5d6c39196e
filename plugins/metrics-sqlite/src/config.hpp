// The plugin's configuration: its own TOML table as the host hands it over in JSON.
#pragma once
#include <string>
#include <string_view>

namespace vuedeo::sqlite {

inline constexpr const char* kConfigSchemaText = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "path": {
      "type": "string", "minLength": 1,
      "description": "The database file; relative to the plugin's data folder. Default: metrics.db"
    },
    "raw_days": {
      "type": "integer", "minimum": 0, "maximum": 36500, "default": 30,
      "description": "Days for which single samples are kept; 0: for ever"
    },
    "minute_days": {
      "type": "integer", "minimum": 0, "maximum": 36500, "default": 180,
      "description": "Days for which one-minute aggregates are kept; 0: for ever"
    },
    "hour_days": {
      "type": "integer", "minimum": 0, "maximum": 36500, "default": 1825,
      "description": "Days for which one-hour aggregates are kept; 0: for ever"
    },
    "readers": {
      "type": "integer", "minimum": 1, "maximum": 64, "default": 4,
      "description": "Connections for reading, and so queries that run at the same time"
    }
  }
})json";

struct Config {
    std::string path;  // absolute, or relative to the working folder if the host gave none
    int rawDays = 30;
    int minuteDays = 180;
    int hourDays = 1825;
    int readers = 4;
};

// Throws Error INVALID, which names the key at fault.
Config parseConfig(std::string_view json, const std::string& dataDir);

}  // namespace vuedeo::sqlite
