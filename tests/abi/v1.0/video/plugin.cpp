// A video provider: each room is a page of another service, which the browser half shows in a
// frame.
#include <vuedeo/video_provider.hpp>

#include <mutex>
#include <set>
#include <string>
#include <string_view>

namespace {

constexpr std::string_view kService = "https://meet.jit.si/";
constexpr std::size_t kMostRooms = 100'000;

// Names of rooms are letters, digits, - and _, so nothing needs escaping, in a URL or in JSON.
std::string pageOf(std::string_view room) {
    return R"({"url": ")" + std::string(kService) + std::string(room) + R"("})";
}

class FrozenVideo final : public vuedeo::VideoProvider {
public:
    // What an administrator may write under [plugins.video-frozen]: nothing so far.
    static constexpr const char* kConfigSchema =
        R"({"type": "object", "additionalProperties": false})";

    FrozenVideo(vuedeo::Host host, std::string_view /*configJson*/) : VideoProvider(host) {}

    std::string createRoom(const vuedeo::RoomRequest& request, const vuedeo::Call&) override {
        const std::lock_guard lock(mutex_);
        // To forget is no loss: the host creates a room again that it knows and we do not.
        if (rooms_.size() >= kMostRooms) rooms_.clear();
        if (!rooms_.emplace(request.name).second) {
            throw vuedeo::Error(VUEDEO_E_CONFLICT, "a room of this name exists");
        }
        return pageOf(request.name);
    }
    std::string findRoom(std::string_view name, const vuedeo::Call&) override {
        const std::lock_guard lock(mutex_);
        if (rooms_.count(name) == 0) throw vuedeo::Error(VUEDEO_E_NOT_FOUND, "no such room");
        return pageOf(name);
    }
    void endRoom(std::string_view name, const vuedeo::Call& call) override {
        findRoom(name, call);
        const std::lock_guard lock(mutex_);
        rooms_.erase(std::string(name));
    }
    // What it returns reaches join({session}) in the browser half unchanged.
    std::string admit(const vuedeo::Admission& who, const vuedeo::Call& call) override {
        return findRoom(who.room, call);
    }

private:
    std::mutex mutex_;  // the host calls from several threads at once
    std::set<std::string, std::less<>> rooms_;
};

}  // namespace

VUEDEO_PLUGIN(FrozenVideo, "video-frozen", "0.1.0")
