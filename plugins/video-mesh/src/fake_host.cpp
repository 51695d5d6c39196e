#include "fake_host.hpp"

#include <algorithm>
#include <string_view>

namespace vuedeo::mesh {

FakeHost::FakeHost() {
    clock_.size = sizeof clock_;
    clock_.ctx = this;
    clock_.now_ms = [](void* ctx) { return static_cast<FakeHost*>(ctx)->nowMs.load(); };
    clock_.monotonic_ms = clock_.now_ms;

    realtime_.size = sizeof realtime_;
    realtime_.ctx = this;
    realtime_.send = [](void* ctx, uint64_t peer, vuedeo_str message) -> vuedeo_status {
        auto& self = *static_cast<FakeHost*>(ctx);
        {
            const std::lock_guard<std::mutex> lock(self.mutex_);
            if (self.closed_.count(peer) != 0) return VUEDEO_E_NOT_FOUND;
            self.sent_[peer].emplace_back(view(message));
        }
        if (self.onSend) self.onSend(peer);
        return VUEDEO_OK;
    };
    realtime_.close = [](void* ctx, uint64_t peer, uint32_t code, vuedeo_str reason) {
        auto& self = *static_cast<FakeHost*>(ctx);
        {
            const std::lock_guard<std::mutex> lock(self.mutex_);
            self.closed_.emplace(peer, Closed{code, std::string(view(reason))});
        }
        if (self.onClose) self.onClose(peer);
    };

    host_.size = sizeof host_;
    host_.ctx = this;
    host_.log = [](void* ctx, int32_t, vuedeo_str message) {
        auto& self = *static_cast<FakeHost*>(ctx);
        const std::lock_guard<std::mutex> lock(self.mutex_);
        self.log_.append(view(message)).append("\n");
    };
    host_.get_service = [](void* ctx, const char* id) -> const void* {
        const auto& self = *static_cast<FakeHost*>(ctx);
        if (std::string_view(id) == VUEDEO_CLOCK_1) return &self.clock_;
        if (std::string_view(id) == VUEDEO_REALTIME_1) return &self.realtime_;
        return nullptr;
    };
    call_.size = sizeof call_;
    call_.deadline_ms = 10'000;
}

std::vector<nlohmann::json> FakeHost::sent(uint64_t peer) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::vector<nlohmann::json> list;
    const auto found = sent_.find(peer);
    if (found == sent_.end()) return list;
    for (const std::string& message : found->second) list.push_back(nlohmann::json::parse(message));
    return list;
}

nlohmann::json FakeHost::last(uint64_t peer) const {
    const auto list = sent(peer);
    return list.empty() ? nlohmann::json() : list.back();
}

std::size_t FakeHost::sentCount(uint64_t peer, const std::string& type) const {
    const auto list = sent(peer);
    return static_cast<std::size_t>(std::count_if(
        list.begin(), list.end(), [&](const nlohmann::json& m) { return m["type"] == type; }));
}

FakeHost::Closed FakeHost::closed(uint64_t peer) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = closed_.find(peer);
    return found == closed_.end() ? Closed{0, {}} : found->second;
}

std::string FakeHost::logged() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return log_;
}

}  // namespace vuedeo::mesh
