// A video provider for tests. What it does is chosen by its configuration and by the names of
// rooms:
//   "slow"    waits until the call is cancelled      "throw"  throws what is no std::exception
//   "text"    answers no JSON                         "large"  answers more than the host takes
//   "limited" LIMITED with a time                     "full"   CONFLICT
#include <vuedeo/http_routes.hpp>
#include <vuedeo/realtime.hpp>
#include <vuedeo/room_events.hpp>
#include <vuedeo/services.hpp>
#include <vuedeo/video_provider.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

namespace {

class TestVideo : public vuedeo::VideoProvider,
                  public vuedeo::RealtimeListener,
                  public vuedeo::HttpRoutes,
                  public vuedeo::Health {
public:
    static constexpr const char* kConfigSchema = R"({
        "type": "object", "additionalProperties": false,
        "properties": {
            "api_key": {"type": "string", "minLength": 4, "description": "of the account"},
            "fail_starts": {"type": "integer", "minimum": 0, "maximum": 100},
            "refuse": {"type": "string"},
            "servers": {"type": "array", "items": {"type": "object", "required": ["url"],
                "additionalProperties": false, "properties": {"url": {"type": "string"}}}}
        }})";

    TestVideo(vuedeo::Host host, std::string_view config) : VideoProvider(host) {
        const std::string key = "\"fail_starts\":";
        const std::size_t at = config.find(key);
        if (at != std::string_view::npos) {
            failStarts_ = std::stoi(std::string(config.substr(at + key.size())));
        }
        if (config.find("\"refuse\"") != std::string_view::npos) {
            throw vuedeo::Error::invalid("refuse", "it must not be set");
        }
    }

    void start(const vuedeo::Call&) override {
        if (failStarts_-- > 0) throw vuedeo::Error(VUEDEO_E_UNAVAILABLE, "the server is down");
        this->host().info("started in " + this->host().dataDir());
    }
    void stop() noexcept override { this->host().info("stopped"); }

    std::string createRoom(const vuedeo::RoomRequest& request, const vuedeo::Call& call) override {
        if (request.name == "slow") return wait(call);
        if (request.name == "throw") throw 42;
        if (request.name == "text") return "no JSON";
        if (request.name == "large") return "{\"x\":\"" + std::string(70'000, 'x') + "\"}";
        if (request.name == "limited") {
            throw vuedeo::Error::retryAfter(VUEDEO_E_LIMITED, std::chrono::seconds(7), "too many");
        }
        if (request.name == "loud") {
            throw vuedeo::Error::invalid(std::string(1000, 'f'), std::string(10'000, 'm'));
        }
        return "{\"url\":\"https://example.org/" + std::string(request.name) + "\"}";
    }
    std::string findRoom(std::string_view name, const vuedeo::Call& call) override {
        if (name == "deadline") {
            return "{\"deadline_ms\":" + std::to_string(call.raw()->deadline_ms) +
                   ",\"request_id\":\"" + std::string(call.requestId()) + "\"}";
        }
        throw vuedeo::Error(VUEDEO_E_NOT_FOUND, "no such room");
    }
    void endRoom(std::string_view, const vuedeo::Call&) override {}
    std::string admit(const vuedeo::Admission& admission, const vuedeo::Call&) override {
        if (admission.room == "full") throw vuedeo::Error(VUEDEO_E_CONFLICT, "the room is full");
        return "{\"id\":\"" + std::string(admission.participantId) +
               "\",\"owner\":" + (admission.owner ? "true" : "false") + "}";
    }

    void onOpen(const vuedeo::RealtimePeer& peer) noexcept override {
        vuedeo::Realtime(this->host()).send(peer.id, "hello");
    }
    void onMessage(uint64_t peer, std::string_view message) noexcept override {
        vuedeo::Realtime(this->host()).send(peer, message);
    }
    void onClose(uint64_t) noexcept override {}

    // "echo", "joined" and "left" (tell the host of a visit), "find/<room>" (asks it), "large",
    // "status", "type"; others: NOT_FOUND.
    vuedeo::RouteResponse handle(const vuedeo::RouteRequest& request,
                                 const vuedeo::Call&) override {
        if (request.path() == "echo") {
            return {201,
                    std::string(request.method()) + " " + std::string(request.query()) + " " +
                        std::string(request.header("x-test")) + " " + std::string(request.body()) +
                        (request.byAdministrator() ? " admin" : ""),
                    "text/plain"};
        }
        if (request.path() == "joined") {
            vuedeo::RoomEvents(this->host()).participantJoined({"r1", "p1", "Ada", 1000});
            return {};
        }
        if (request.path() == "left") {
            vuedeo::RoomEvents(this->host()).participantLeft({"r1", "p2", "Ada", 2000});
            return {};
        }
        if (request.path().substr(0, 5) == "find/") {
            vuedeo::RoomEvents(this->host()).findRoom(request.path().substr(5));
            return {};
        }
        if (request.path() == "large") return {200, std::string(2'000'000, 'x')};
        if (request.path() == "status") return {99, ""};
        if (request.path() == "type") return {200, "", "text\r\nX-Injected: 1"};
        throw vuedeo::Error(VUEDEO_E_NOT_FOUND, "no such route");
    }

    std::string check(const vuedeo::Call&) override { return "{\"rooms\":0}"; }

private:
    static std::string wait(const vuedeo::Call& call) {
        while (!call.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return "{}";
    }
    int failStarts_ = 0;
};

}  // namespace

VUEDEO_PLUGIN(TestVideo, "test-video", "1.0.0")
