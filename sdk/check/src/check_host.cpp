#include "check_host.hpp"

#include <chrono>
#include <string_view>
#include <thread>
#include <vuedeo/plugin.hpp>

namespace vuedeo::check {
namespace {

template <class Clock>
int64_t nowMs() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch())
        .count();
}

}  // namespace

CheckHost::CheckHost(const std::filesystem::path& dataDir, Network network)
    : dataDir_(dataDir.string()), network_(network) {
    std::filesystem::create_directories(dataDir_);
    clock_ = {sizeof clock_, 0, this,
              [](void* ctx) {
                  ++static_cast<CheckHost*>(ctx)->calls_;
                  return nowMs<std::chrono::system_clock>();
              },
              [](void* ctx) {
                  ++static_cast<CheckHost*>(ctx)->calls_;
                  return nowMs<std::chrono::steady_clock>();
              }};
    http_ = {sizeof http_, 0, this, onFetch};
    realtime_ = {
        sizeof realtime_, 0, this,
        [](void* ctx, uint64_t, vuedeo_str) -> vuedeo_status {
            ++static_cast<CheckHost*>(ctx)->calls_;
            return VUEDEO_E_NOT_FOUND;
        },
        [](void* ctx, uint64_t, uint32_t, vuedeo_str) { ++static_cast<CheckHost*>(ctx)->calls_; }};
    events_ = {sizeof events_,
               0,
               this,
               onVisit,
               onVisit,
               [](void* ctx, vuedeo_str, vuedeo_error* error) -> vuedeo_status {
                   return onVisit(ctx, nullptr, error);
               }};
    host_ = {sizeof host_, VUEDEO_ABI_MINOR, this, onLog, onService, str(dataDir_)};
}

std::vector<std::string> CheckHost::log() const {
    const std::lock_guard lock(mutex_);
    return log_;
}

void CheckHost::onLog(void* ctx, int32_t, vuedeo_str line) {
    auto& self = *static_cast<CheckHost*>(ctx);
    ++self.calls_;
    const std::lock_guard lock(self.mutex_);
    self.log_.emplace_back(view(line));
}

const void* CheckHost::onService(void* ctx, const char* id) {
    auto& self = *static_cast<CheckHost*>(ctx);
    ++self.calls_;
    const std::string_view wanted(id);
    if (wanted == VUEDEO_CLOCK_1) return &self.clock_;
    if (wanted == VUEDEO_HTTP_CLIENT_1) return &self.http_;
    if (wanted == VUEDEO_REALTIME_1) return &self.realtime_;
    if (wanted == VUEDEO_ROOM_EVENTS_1) return &self.events_;
    return nullptr;
}

vuedeo_status CheckHost::onVisit(void* ctx, const vuedeo_room_visit*, vuedeo_error* error) {
    ++static_cast<CheckHost*>(ctx)->calls_;
    return detail::report(error, VUEDEO_E_NOT_FOUND, "a check has no rooms");
}

vuedeo_status CheckHost::onFetch(void* ctx, const vuedeo_http_request* request,
                                 vuedeo_http_response*, vuedeo_error* error) {
    auto& self = *static_cast<CheckHost*>(ctx);
    ++self.calls_;
    if (self.network_ == Network::kHangs) {
        std::this_thread::sleep_for(std::chrono::milliseconds(request->deadline_ms));
    }
    return detail::report(error, VUEDEO_E_UNAVAILABLE, "there is no network in a check");
}

}  // namespace vuedeo::check
