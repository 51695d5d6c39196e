// A video provider: each room is a page of another service, which the browser half shows in a
// frame.
#include <vuedeo/video_provider.hpp>

#include <string>
#include <string_view>

namespace {

constexpr std::string_view kService = "https://meet.jit.si/";

// Names of rooms are letters, digits, - and _, so nothing needs escaping, in a URL or in JSON.
std::string pageOf(std::string_view room) {
    return R"({"url": ")" + std::string(kService) + std::string(room) + R"("})";
}

class TemplateVideo final : public vuedeo::VideoProvider {
public:
    // What an administrator may write under [plugins.video-template]: nothing so far.
    static constexpr const char* kConfigSchema =
        R"({"type": "object", "additionalProperties": false})";

    TemplateVideo(vuedeo::Host host, std::string_view /*configJson*/) : VideoProvider(host) {}

    std::string createRoom(const vuedeo::RoomRequest& request, const vuedeo::Call&) override {
        return pageOf(request.name);
    }
    std::string findRoom(std::string_view name, const vuedeo::Call&) override {
        return pageOf(name);
    }
    void endRoom(std::string_view name, const vuedeo::Call&) override {
        host().info("room " + std::string(name) + " has ended");
    }
    // What it returns reaches join({session}) in the browser half unchanged.
    std::string admit(const vuedeo::Admission& who, const vuedeo::Call&) override {
        return pageOf(who.room);
    }
};

}  // namespace

VUEDEO_PLUGIN(TemplateVideo, "video-template", "0.1.0")
