#include "plugins/answers.hpp"
#include "plugins/clients.hpp"

namespace vuedeo::plugins {
namespace {

const vuedeo_video_provider_1& tableOfVideo(Plugin& plugin) {
    return tableOf<vuedeo_video_provider_1>(plugin, VUEDEO_VIDEO_PROVIDER_1);
}

}  // namespace

std::string VideoClient::createRoom(const RoomRecord& room, const std::string& optionsJson,
                                    const CallScope& scope) {
    const auto& table = tableOfVideo(plugin_);
    vuedeo_room_request request{};
    request.size = sizeof request;
    request.max_participants = room.maxParticipants;
    request.name = toStr(room.name);
    request.expires_at_ms = room.expiresAtMs;
    request.options_json = toStr(optionsJson);
    return callForObject(plugin_, scope, [&](const auto& call, const auto& sink, auto& error) {
        return table.create_room(plugin_.self(), &request, &call, &sink, &error);
    });
}

std::string VideoClient::findRoom(const std::string& name, const CallScope& scope) {
    const auto& table = tableOfVideo(plugin_);
    return callForObject(plugin_, scope, [&](const auto& call, const auto& sink, auto& error) {
        return table.find_room(plugin_.self(), toStr(name), &call, &sink, &error);
    });
}

void VideoClient::endRoom(const std::string& name, const CallScope& scope) {
    const auto& table = tableOfVideo(plugin_);
    plugin_.call(scope, [&](const vuedeo_call& call, vuedeo_error& error) {
        return table.end_room(plugin_.self(), toStr(name), &call, &error);
    });
}

std::string VideoClient::admit(const Admission& admission, const CallScope& scope) {
    const auto& table = tableOfVideo(plugin_);
    vuedeo_admission raw{};
    raw.size = sizeof raw;
    raw.flags = admission.owner ? VUEDEO_ADMIT_OWNER : 0;
    raw.room = toStr(admission.room);
    raw.participant_id = toStr(admission.participantId);
    raw.display_name = toStr(admission.displayName);
    raw.expires_at_ms = admission.expiresAtMs;
    raw.max_participants = admission.maxParticipants;
    return callForObject(plugin_, scope, [&](const auto& call, const auto& sink, auto& error) {
        return table.admit(plugin_.self(), &raw, &call, &sink, &error);
    });
}

std::string VideoClient::presence(const std::string& room, const CallScope& scope) {
    const auto& table = tableOfVideo(plugin_);
    if (!VUEDEO_HAS(&table, vuedeo_video_provider_1, presence) || table.presence == nullptr) {
        throwUnsupported(plugin_, "presence");
    }
    const auto ask = [&](const auto& call, const auto& sink, auto& error) {
        return table.presence(plugin_.self(), toStr(room), &call, &sink, &error);
    };
    return callForObject(plugin_, scope, ask, kMaxListBytes);
}

std::string VideoClient::meetings(const std::string& room, uint32_t limit, const CallScope& scope) {
    const auto& table = tableOfVideo(plugin_);
    if (!VUEDEO_HAS(&table, vuedeo_video_provider_1, meetings) || table.meetings == nullptr) {
        throwUnsupported(plugin_, "meetings");
    }
    const auto ask = [&](const auto& call, const auto& sink, auto& error) {
        return table.meetings(plugin_.self(), toStr(room), limit, &call, &sink, &error);
    };
    return callForObject(plugin_, scope, ask, kMaxListBytes);
}

const vuedeo_realtime_listener_1* VideoClient::realtimeListener() const noexcept {
    const auto* listener = static_cast<const vuedeo_realtime_listener_1*>(
        plugin_.findInterface(VUEDEO_REALTIME_LISTENER_1));
    const bool complete = listener != nullptr &&
                          VUEDEO_HAS(listener, vuedeo_realtime_listener_1, on_close) &&
                          listener->on_open != nullptr && listener->on_message != nullptr &&
                          listener->on_close != nullptr;
    return complete ? listener : nullptr;
}

bool VideoClient::peerOpened(const vuedeo_realtime_peer& peer) noexcept {
    const auto* listener = realtimeListener();
    return listener != nullptr && plugin_.notify([&] { listener->on_open(plugin_.self(), &peer); });
}

bool VideoClient::peerSent(uint64_t peer, std::string_view message) noexcept {
    const auto* listener = realtimeListener();
    return listener != nullptr &&
           plugin_.notify([&] { listener->on_message(plugin_.self(), peer, toStr(message)); });
}

bool VideoClient::peerClosed(uint64_t peer) noexcept {
    const auto* listener = realtimeListener();
    return listener != nullptr && plugin_.notify([&] { listener->on_close(plugin_.self(), peer); });
}

}  // namespace vuedeo::plugins
