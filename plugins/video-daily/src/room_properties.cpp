#include "room_properties.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vuedeo/plugin.hpp>

namespace vuedeo::daily {
namespace {

using nlohmann::json;

enum class Type { kSwitch, kCount, kFraction, kText, kLanguage, kObject, kList, kRecording };

struct Property {
    std::string_view name;
    Type type;
    bool forCallers;
};

constexpr bool kForAll = true;
constexpr bool kForAdministrators = false;

constexpr std::array kProperties = {
    Property{"auto_transcription_settings", Type::kObject, kForAdministrators},
    Property{"dialout_config", Type::kObject, kForAdministrators},
    Property{"disable_rtmp_geo_fallback", Type::kSwitch, kForAdministrators},
    Property{"eject_after_elapsed", Type::kCount, kForAll},
    Property{"eject_at_room_exp", Type::kSwitch, kForAll},
    Property{"enable_adaptive_simulcast", Type::kSwitch, kForAdministrators},
    Property{"enable_advanced_chat", Type::kSwitch, kForAll},
    Property{"enable_breakout_rooms", Type::kSwitch, kForAll},
    Property{"enable_chat", Type::kSwitch, kForAll},
    Property{"enable_cpu_warning_notifications", Type::kSwitch, kForAll},
    Property{"enable_dialout", Type::kSwitch, kForAdministrators},
    Property{"enable_emoji_reactions", Type::kSwitch, kForAll},
    Property{"enable_hand_raising", Type::kSwitch, kForAll},
    Property{"enable_hidden_participants", Type::kSwitch, kForAdministrators},
    Property{"enable_knocking", Type::kSwitch, kForAll},
    Property{"enable_live_captions_ui", Type::kSwitch, kForAdministrators},
    Property{"enable_mesh_sfu", Type::kSwitch, kForAdministrators},
    Property{"enable_multiparty_adaptive_simulcast", Type::kSwitch, kForAdministrators},
    Property{"enable_network_ui", Type::kSwitch, kForAll},
    Property{"enable_noise_cancellation_ui", Type::kSwitch, kForAll},
    Property{"enable_people_ui", Type::kSwitch, kForAll},
    Property{"enable_pip_ui", Type::kSwitch, kForAll},
    Property{"enable_prejoin_ui", Type::kSwitch, kForAll},
    Property{"enable_raw_tracks_transcoded_audio", Type::kText, kForAdministrators},
    Property{"enable_recording", Type::kRecording, kForAdministrators},
    Property{"enable_screenshare", Type::kSwitch, kForAll},
    Property{"enable_shared_chat_history", Type::kSwitch, kForAll},
    Property{"enable_terse_logging", Type::kSwitch, kForAdministrators},
    Property{"enable_transcription_storage", Type::kSwitch, kForAdministrators},
    Property{"enable_video_processing_ui", Type::kSwitch, kForAll},
    Property{"enforce_unique_user_ids", Type::kSwitch, kForAdministrators},
    Property{"experimental_optimize_large_calls", Type::kSwitch, kForAdministrators},
    Property{"geo", Type::kText, kForAll},
    Property{"lang", Type::kLanguage, kForAll},
    Property{"max_participants", Type::kCount, kForAdministrators},
    Property{"meeting_join_hook", Type::kText, kForAdministrators},
    Property{"nbf", Type::kCount, kForAll},
    Property{"permissions", Type::kObject, kForAdministrators},
    Property{"recordings_bucket", Type::kObject, kForAdministrators},
    Property{"recordings_template", Type::kText, kForAdministrators},
    Property{"rtmp_geo", Type::kText, kForAdministrators},
    Property{"sfu_switchover", Type::kFraction, kForAdministrators},
    Property{"sip", Type::kObject, kForAdministrators},
    Property{"start_audio_off", Type::kSwitch, kForAll},
    Property{"start_video_off", Type::kSwitch, kForAll},
    Property{"streaming_endpoints", Type::kList, kForAdministrators},
    Property{"transcription_bucket", Type::kObject, kForAdministrators},
    Property{"transcription_template", Type::kText, kForAdministrators},
};

template <std::size_t N>
bool isOneOf(const json& value, const std::array<std::string_view, N>& list) {
    if (!value.is_string()) return false;
    const auto& text = value.get_ref<const std::string&>();
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool isCount(const json& value) {
    if (!value.is_number_integer()) return false;
    const bool huge = value.is_number_unsigned() &&
                      value.get<uint64_t>() > uint64_t{std::numeric_limits<int32_t>::max()};
    return !huge && value.get<int64_t>() > 0;
}

bool isLanguage(const json& value) {
    static constexpr std::array<std::string_view, 18> kLanguages = {
        "da", "de", "en", "es", "fi",    "fr", "it", "jp", "ka",
        "nl", "no", "pl", "pt", "pt-BR", "ru", "sv", "tr", "user"};
    return isOneOf(value, kLanguages);
}

bool isRecording(const json& value) {
    static constexpr std::array<std::string_view, 4> kKinds = {"cloud", "cloud-audio-only", "local",
                                                               "raw-tracks"};
    if (!value.is_array()) return isOneOf(value, kKinds);
    return std::all_of(value.begin(), value.end(),
                       [](const json& kind) { return isOneOf(kind, kKinds); });
}

bool fits(const json& value, Type type) {
    constexpr std::size_t kMaxText = 255;  // Daily's limit of meeting_join_hook, its longest text
    constexpr double kMostParticipants = 100'000;
    switch (type) {
        case Type::kSwitch:
            return value.is_boolean();
        case Type::kCount:
            return isCount(value);
        case Type::kFraction:
            return value.is_number() && value.get<double>() >= 0 &&
                   value.get<double>() <= kMostParticipants;
        case Type::kText:
            return value.is_string() && value.get_ref<const std::string&>().size() <= kMaxText;
        case Type::kLanguage:
            return isLanguage(value);
        case Type::kObject:
            return value.is_object();
        case Type::kList:
            return value.is_array();
        case Type::kRecording:
            break;
    }
    return isRecording(value);
}

const char* description(Type type) {
    switch (type) {
        case Type::kSwitch:
            return "must be true or false";
        case Type::kCount:
            return "must be a whole number above 0";
        case Type::kFraction:
            return "must be a number from 0";
        case Type::kText:
            return "must be a text of at most 255 bytes";
        case Type::kLanguage:
            return "must be a language that Daily knows, such as \"en\", or \"user\"";
        case Type::kObject:
            return "must be a table";
        case Type::kList:
            return "must be a list";
        case Type::kRecording:
            break;
    }
    return "must be \"cloud\", \"cloud-audio-only\", \"local\", \"raw-tracks\" or a list of these";
}

}  // namespace

void checkRoomProperties(const json& properties, SetBy by, const std::string& place) {
    if (!properties.is_object()) throw Error::invalid(place, "must be a table of room properties");
    for (const auto& [name, value] : properties.items()) {
        const std::string field = place + "." + name;
        const auto* property =
            std::find_if(kProperties.begin(), kProperties.end(),
                         [&name = name](const Property& known) { return known.name == name; });
        if (property == kProperties.end()) {
            throw Error::invalid(field, "is no property of a room that can be set here");
        }
        if (by == SetBy::kCaller && !property->forCallers) {
            throw Error::invalid(field, "is for the administrator to set");
        }
        if (!fits(value, property->type)) throw Error::invalid(field, description(property->type));
    }
}

void checkPrivacy(const json& value, const std::string& field) {
    if (value != "private" && value != "public") {
        throw Error::invalid(field, "must be \"private\" or \"public\"");
    }
}

}  // namespace vuedeo::daily
