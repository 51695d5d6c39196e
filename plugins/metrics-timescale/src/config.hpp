// The plugin's configuration: its own TOML table as the host hands it over in JSON.
#pragma once
#include <string>
#include <string_view>

namespace vuedeo::timescale {

// port may come from an environment variable, and is then a string.
inline constexpr const char* kConfigSchemaText = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "required": ["database", "user"],
  "properties": {
    "host": {
      "type": "string", "minLength": 1, "default": "localhost",
      "description": "Name or address of the server, or the folder of its Unix socket"
    },
    "port": {
      "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 65535},
        {"type": "string", "pattern": "^[1-9][0-9]{0,4}$"}
      ],
      "default": 5432,
      "description": "Port of the server"
    },
    "database": {
      "type": "string", "minLength": 1,
      "description": "Name of the database; its encoding must be UTF8"
    },
    "user": {
      "type": "string", "minLength": 1,
      "description": "Who logs in; owns the schema, or may create it"
    },
    "password": {
      "type": "string", "default": "", "writeOnly": true,
      "description": "The user's password; empty: none is sent"
    },
    "sslmode": {
      "enum": ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"],
      "default": "prefer",
      "description": "How the connection is encrypted and the server is verified, as in libpq"
    },
    "sslrootcert": {
      "type": "string", "minLength": 1,
      "description": "PEM file with the certificates that verify-ca and verify-full trust"
    },
    "connect_timeout_s": {
      "type": "integer", "minimum": 2, "maximum": 300, "default": 5,
      "description": "Time for one attempt to connect"
    },
    "connections": {
      "type": "integer", "minimum": 1, "maximum": 64, "default": 6,
      "description": "Connections in all; of three and more, two are kept free of queries"
    },
    "series_percent": {
      "type": "integer", "minimum": 0, "maximum": 1000, "default": 25,
      "description": "Of one connection's time, what series get while samples are stored, in percent; 0: no limit"
    },
    "schema": {
      "type": "string", "pattern": "^[a-z_][a-z0-9_]{0,62}$", "default": "vuedeo",
      "description": "Schema of all tables; made when it is missing"
    },
    "raw_days": {
      "type": "integer", "anyOf": [{"const": 0}, {"minimum": 8}], "maximum": 36500, "default": 30,
      "description": "Days for which single samples are kept, 8 at least; 0: for ever"
    },
    "minute_days": {
      "type": "integer", "minimum": 0, "maximum": 36500, "default": 180,
      "description": "Days for which one-minute aggregates are kept; 0: for ever"
    },
    "hour_days": {
      "type": "integer", "minimum": 0, "maximum": 36500, "default": 1825,
      "description": "Days for which one-hour aggregates are kept; 0: for ever"
    },
    "chunk_days": {
      "type": "integer", "minimum": 1, "maximum": 90, "default": 1,
      "description": "Days in one chunk of TimescaleDB; native partitions always hold one day"
    }
  }
})json";

struct Config {
    std::string host = "localhost";
    int port = 5432;
    std::string database;
    std::string user;
    std::string password;
    std::string sslmode = "prefer";
    std::string sslrootcert;
    int connectTimeoutS = 5;
    int connections = 6;
    int seriesPercent = 25;
    std::string schema = "vuedeo";
    int rawDays = 30;
    int minuteDays = 180;
    int hourDays = 1825;
    int chunkDays = 1;
};

// Throws Error INVALID, which names the key at fault.
Config parseConfig(std::string_view json);

// libpq's connection string, password and all: for nobody's eyes. The timeout holds for each of
// the host's addresses.
std::string connectionString(const Config& config, int connectTimeoutS);

}  // namespace vuedeo::timescale
