// Reading what Daily answers: every member is checked, none is trusted to be there. Pure functions.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "daily_api.hpp"

namespace vuedeo::daily {

// The value, discarded when it is no JSON or nested deeper than anything of Daily's: walking
// through it later must not exhaust the stack.
template <class Json>
Json parseShallow(std::string_view text) {
    constexpr int kMaxDepth = 32;
    bool tooDeep = false;
    const auto watch = [&tooDeep](int depth, typename Json::parse_event_t, Json&) {
        tooDeep = tooDeep || depth > kMaxDepth;
        return !tooDeep;
    };
    Json value = Json::parse(text, watch, false);
    return tooDeep ? Json(Json::value_t::discarded) : value;
}

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
