#include "plugins/host_table.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <string_view>
#include <utility>

#include "http/text.hpp"
#include "plugins/plugin_error.hpp"
#include "plugins/strings.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::plugins {
namespace {

constexpr std::size_t kMaxLogLine = 8 * 1024;
constexpr std::size_t kMaxRealtimeMessage = 64 * 1024;
constexpr std::size_t kMaxCloseReason = 123;

log::Level toLevel(int32_t severity) noexcept {
    if (severity <= VUEDEO_LOG_ERROR) return log::Level::kError;
    if (severity == VUEDEO_LOG_WARNING) return log::Level::kWarning;
    return severity >= VUEDEO_LOG_DEBUG ? log::Level::kDebug : log::Level::kInfo;
}

template <class Clock>
int64_t readMs() noexcept {
    const auto now = Clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

vuedeo_status sendRealtime(void* ctx, uint64_t peer, vuedeo_str message) noexcept {
    const std::string_view text = toView(message);
    if (text.size() > kMaxRealtimeMessage || !http::isValidUtf8(text)) return VUEDEO_E_INVALID;
    try {
        return static_cast<RealtimeChannel*>(ctx)->send(peer, text);
    } catch (const std::exception& e) {
        log::error("a realtime message was not sent", {{"reason", e.what()}});
        return VUEDEO_E_INTERNAL;
    }
}

void closeRealtime(void* ctx, uint64_t peer, uint32_t code, vuedeo_str reason) noexcept {
    constexpr uint32_t kFirstPrivateCode = 4000;
    constexpr uint32_t kLastPrivateCode = 4999;
    if (code < kFirstPrivateCode || code > kLastPrivateCode) code = kFirstPrivateCode;
    std::string_view text = toView(reason);
    if (text.size() > kMaxCloseReason || !http::isValidUtf8(text)) text = {};
    try {
        static_cast<RealtimeChannel*>(ctx)->close(peer, code, text);
    } catch (const std::exception& e) {
        log::error("a realtime channel was not closed", {{"reason", e.what()}});
    }
}

}  // namespace

template <class Function, class Argument>
vuedeo_status HostTable::tell(Function function, const Argument& argument,
                              vuedeo_error* error) const noexcept {
    try {
        (roomEventSink_->*function)(pluginId_, argument);
        return VUEDEO_OK;
    } catch (const PluginError& e) {
        return report(error, e.status(), e.what());
    } catch (const std::exception& e) {
        return report(error, VUEDEO_E_UNAVAILABLE, e.what());
    }
}

template <class Function>
vuedeo_status HostTable::tellVisit(Function function, const vuedeo_room_visit* visit,
                                   vuedeo_error* error) const noexcept {
    if (visit == nullptr || !VUEDEO_HAS(visit, vuedeo_room_visit, at_ms)) {
        return report(error, VUEDEO_E_INVALID, "the visit is NULL or too short");
    }
    return tell(function, *visit, error);
}

HostTable::HostTable(std::string pluginId, const std::filesystem::path& dataDir,
                     const Services& services)
    : pluginId_(std::move(pluginId)),
      dataDir_(std::filesystem::absolute(dataDir).lexically_normal().string()),
      realtimeChannel_(services.realtime),
      roomEventSink_(services.roomEvents) {
    clock_ = {sizeof clock_, 0, this,
              [](void*) noexcept { return readMs<std::chrono::system_clock>(); },
              [](void*) noexcept { return readMs<std::chrono::steady_clock>(); }};
    http_ = {sizeof http_, 0, &httpClient_,
             [](void* ctx, const vuedeo_http_request* request, vuedeo_http_response* response,
                vuedeo_error* error) noexcept {
                 return static_cast<HttpClient*>(ctx)->fetch(request, response, error);
             }};
    realtime_ = {sizeof realtime_, 0, realtimeChannel_, sendRealtime, closeRealtime};
    roomEvents_ = {sizeof roomEvents_,
                   0,
                   this,
                   [](void* ctx, const vuedeo_room_visit* visit, vuedeo_error* error) noexcept {
                       return static_cast<const HostTable*>(ctx)->tellVisit(
                           &RoomEventSink::participantJoined, visit, error);
                   },
                   [](void* ctx, const vuedeo_room_visit* visit, vuedeo_error* error) noexcept {
                       return static_cast<const HostTable*>(ctx)->tellVisit(
                           &RoomEventSink::participantLeft, visit, error);
                   },
                   [](void* ctx, vuedeo_str room, vuedeo_error* error) noexcept {
                       return static_cast<const HostTable*>(ctx)->tell(&RoomEventSink::findRoom,
                                                                       toView(room), error);
                   }};
    host_ = {sizeof host_,
             VUEDEO_ABI_MINOR,
             this,
             [](void* ctx, int32_t level, vuedeo_str message) noexcept {
                 static_cast<const HostTable*>(ctx)->writeLog(level, message);
             },
             [](void* ctx, const char* id) noexcept {
                 return static_cast<const HostTable*>(ctx)->find(id);
             },
             {dataDir_.data(), dataDir_.size()}};
}

const void* HostTable::find(const char* id) const noexcept {
    const std::string_view wanted(id == nullptr ? "" : id);
    if (wanted == VUEDEO_CLOCK_1) return &clock_;
    if (wanted == VUEDEO_HTTP_CLIENT_1) return &http_;
    if (wanted == VUEDEO_REALTIME_1 && realtimeChannel_ != nullptr) return &realtime_;
    if (wanted == VUEDEO_ROOM_EVENTS_1 && roomEventSink_ != nullptr) return &roomEvents_;
    return nullptr;
}

void HostTable::writeLog(int32_t level, vuedeo_str message) const noexcept {
    const log::Level logLevel = toLevel(level);
    if (!log::enabled(logLevel)) return;
    try {
        const std::string_view text = toView(message);
        std::string line = pluginId_ + ": ";
        line += text.substr(0, std::min(text.size(), kMaxLogLine));
        if (text.size() > kMaxLogLine) line += "...";
        log::write(logLevel, line);
    } catch (const std::exception&) {
        log::write(logLevel, "a plugin's line did not fit into memory");
    }
}

}  // namespace vuedeo::plugins
