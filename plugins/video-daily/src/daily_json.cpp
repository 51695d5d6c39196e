#include "daily_json.hpp"

#include <time.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>

namespace vuedeo::daily {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxUrl = 2048;

bool isRoomUrl(std::string_view url) {
    const bool scheme = url.substr(0, 8) == "https://" || url.substr(0, 17) == "http://127.0.0.1:";
    const auto isVisible = [](char c) { return c > ' ' && c <= '~'; };
    return scheme && url.size() <= kMaxUrl && std::all_of(url.begin(), url.end(), isVisible);
}

uint32_t countMember(const json& object, const char* name) {
    return static_cast<uint32_t>(
        std::clamp<int64_t>(integerMember(object, name), 0, std::numeric_limits<uint32_t>::max()));
}

// Of a meeting under way it is not told who has left it already.
PresentPerson readParticipant(const json& person, bool isOver) {
    PresentPerson result{textMember(person, "participant_id"), textMember(person, "user_id"),
                         textMember(person, "user_name"),
                         integerMember(person, "join_time") * 1000};
    if (isOver) result.leftAtMs = result.joinedAtMs + integerMember(person, "duration") * 1000;
    return result;
}

}  // namespace

std::string textMember(const json& object, const char* name) {
    if (!object.is_object()) return {};
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// Within what fits into Unix milliseconds as well.
int64_t integerMember(const json& object, const char* name) {
    constexpr double kLargest = 9e15;
    if (!object.is_object()) return 0;
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number()) return 0;
    return static_cast<int64_t>(std::clamp(found->get<double>(), -kLargest, kLargest));
}

DailyRoom readRoom(const json& room) {
    DailyRoom result;
    result.name = textMember(room, "name");
    result.url = textMember(room, "url");
    if (result.name.empty() || !isRoomUrl(result.url)) {
        throw Error(VUEDEO_E_UNAVAILABLE, "Daily answered something that is no room");
    }
    result.privacy = textMember(room, "privacy");
    result.createdAt = textMember(room, "created_at");
    const json config = room.value("config", json::object());
    result.expiresAtS = integerMember(config, "exp");
    result.maxParticipants = countMember(config, "max_participants");
    result.lang = textMember(config, "lang");
    return result;
}

const json& readList(const json& page) {
    const auto found = page.is_object() ? page.find("data") : page.end();
    if (found == page.end() || !found->is_array()) {
        throw Error(VUEDEO_E_UNAVAILABLE, "Daily answered something that is no list");
    }
    return *found;
}

PresentPerson readPresence(const json& person) {
    return {textMember(person, "id"), textMember(person, "userId"), textMember(person, "userName"),
            readTime(textMember(person, "joinTime"))};
}

Meeting readMeeting(const json& meeting) {
    Meeting result;
    result.id = textMember(meeting, "id");
    result.startedAtMs = integerMember(meeting, "start_time") * 1000;
    result.durationS = integerMember(meeting, "duration");
    result.ongoing = meeting.is_object() && meeting.value("ongoing", json()) == true;
    result.maxParticipants = countMember(meeting, "max_participants");
    const json people = meeting.is_object() ? meeting.value("participants", json()) : json();
    if (!people.is_array()) return result;
    for (const json& person : people) {
        result.people.push_back(readParticipant(person, !result.ongoing));
    }
    return result;
}

int64_t readTime(std::string_view text) {
    constexpr std::size_t kWholeSeconds = 19;  // "2023-01-01T20:53:19"
    tm time{};
    const std::string whole(text.substr(0, kWholeSeconds));
    const char* end = strptime(whole.c_str(), "%Y-%m-%dT%H:%M:%S", &time);
    if (end == nullptr || *end != '\0' || text.empty() || text.back() != 'Z') return 0;
    int64_t ms = 0;
    if (text.size() > kWholeSeconds + 4 && text[kWholeSeconds] == '.') {
        const char* digits = text.data() + kWholeSeconds + 1;
        std::from_chars(digits, digits + 3, ms);
    }
    return int64_t{timegm(&time)} * 1000 + ms;
}

}  // namespace vuedeo::daily
