// JSON Schema (draft 7) of the configuration table: the host holds the table against it before the
// plugin sees it, and names the key at fault.
#pragma once

namespace vuedeo::daily {

inline constexpr const char* kConfigSchema = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "required": ["api_key"],
  "properties": {
    "api_key": {
      "description": "The key of the Daily domain, from its dashboard",
      "type": "string", "writeOnly": true, "minLength": 1
    },
    "api_url": {
      "description": "Where Daily's REST API is",
      "type": "string", "pattern": "^(https://|http://127\\.0\\.0\\.1(:[0-9]+)?(/|$))"
    },
    "ui": {
      "description": "Who draws the call: Daily Prebuilt, or Vuedeo's own tiles",
      "enum": ["prebuilt", "tracks"]
    },
    "token": {
      "description": "Who signs meeting tokens: this server, or Daily on request",
      "enum": ["self-signed", "rest"]
    },
    "owners": {
      "description": "Who may remove people and admit those who knock",
      "enum": ["host", "everybody"]
    },
    "privacy": {
      "description": "private: nobody enters without a token of this server",
      "enum": ["private", "public"]
    },
    "room_properties": {
      "description": "Daily's room properties for every room",
      "type": "object"
    },
    "room_life_s": {
      "description": "How long Daily keeps a room without an expiry after it was last entered",
      "type": "integer", "minimum": 86400, "maximum": 31536000
    },
    "webhook_secret": {
      "description": "base64 of the secret with which Daily signs webhooks",
      "type": "string", "writeOnly": true
    },
    "requests_per_s": {
      "description": "Requests to Daily, deletions excepted",
      "type": "number", "minimum": 0.1, "maximum": 1000
    },
    "deletes_per_s": {
      "description": "Deletions of rooms at Daily",
      "type": "number", "minimum": 0.1, "maximum": 100
    },
    "max_attempts": {
      "description": "How often one request is tried",
      "type": "integer", "minimum": 1, "maximum": 10
    },
    "attempt_timeout_ms": {
      "description": "How long one try may take",
      "type": "integer", "minimum": 100, "maximum": 60000
    },
    "breaker_failures": {
      "description": "Failures in a row after which Daily is left alone for a while",
      "type": "integer", "minimum": 1, "maximum": 1000
    },
    "breaker_open_ms": {
      "description": "How long it is left alone at first, doubled up to a minute",
      "type": "integer", "minimum": 100, "maximum": 60000
    }
  }
})json";

}  // namespace vuedeo::daily
