// JSON Schema (draft 7) of the configuration table: the host holds the table against it before the
// plugin sees it, and names the key at fault.
#pragma once

namespace vuedeo::mesh {

inline constexpr const char* kConfigSchema = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "stun_urls": {
      "description": "STUN servers, through which browsers learn their public address",
      "type": "array", "maxItems": 8,
      "items": {"type": "string", "pattern": "^stuns?:."}
    },
    "turn_urls": {
      "description": "TURN servers, which relay media where no direct path exists",
      "type": "array", "maxItems": 8,
      "items": {"type": "string", "pattern": "^turns?:."}
    },
    "turn_secret": {
      "description": "The secret shared with the TURN servers (coturn: static-auth-secret)",
      "type": "string", "writeOnly": true
    },
    "turn_ttl_s": {
      "description": "How long a participant's TURN credential is valid, in seconds",
      "type": "integer", "minimum": 60, "maximum": 604800
    },
    "max_participants": {
      "description": "The size of a room that does not ask for another",
      "type": "integer", "minimum": 2, "maximum": 16
    },
    "max_rooms": {
      "description": "Rooms held in memory; empty ones make place for new ones",
      "type": "integer", "minimum": 1, "maximum": 1000000
    }
  }
})json";

}  // namespace vuedeo::mesh
