// Reading what Daily answers: every member is checked, none is trusted to be there. Pure functions.
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "daily_api.hpp"

namespace vuedeo::daily {

// A member of an object; what is missing or of another type is empty or 0.
std::string textMember(const nlohmann::json& object, const char* name);
int64_t integerMember(const nlohmann::json& object, const char* name);

// These throw Error UNAVAILABLE when the answer holds no such thing.
DailyRoom readRoom(const nlohmann::json& room);
const nlohmann::json& readList(const nlohmann::json& page);  // "data" of a page

PresentPerson readPresence(const nlohmann::json& person);
Meeting readMeeting(const nlohmann::json& meeting);

// "2023-01-01T20:53:19.000Z" in Unix milliseconds; 0 for anything else.
int64_t readTime(std::string_view text);

}  // namespace vuedeo::daily
