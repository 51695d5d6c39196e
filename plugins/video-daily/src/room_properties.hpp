// The properties of a Daily room that may be set here, and what their values may be. Pure
// functions.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace vuedeo::daily {

enum class SetBy {
    kAdministrator,  // room_properties of the configuration
    kCaller,         // options of whoever creates a room: nothing that costs extra or reveals more
};

// Throws Error INVALID whose field is place + "." + the property: unknown, not for this one to set,
// or of another type than Daily wants. exp and max_participants of a room are the host's.
void checkRoomProperties(const nlohmann::json& properties, SetBy by, const std::string& place);

// "private" or "public"; throws Error INVALID for the field otherwise.
void checkPrivacy(const nlohmann::json& value, const std::string& field);

}  // namespace vuedeo::daily
