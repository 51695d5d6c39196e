// What holds for a video provider.
#include <vuedeo/abi/video_provider.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vuedeo/plugin.hpp>

#include "check.hpp"
#include "instance.hpp"

namespace vuedeo::check {
namespace {

constexpr int64_t kHourMs = 3'600'000;

int64_t inAnHour() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
               .count() +
           kHourMs;
}

class Provider {
public:
    explicit Provider(const Subject& subject)
        : host_(subject.scratch / "data"),
          running_(subject.plugin, host_, subject.configJson),
          video_(running_->table<vuedeo_video_provider_1>(VUEDEO_VIDEO_PROVIDER_1)) {}

    Answer create(const std::string& name) {
        return answerOf([&](const vuedeo_call& call, const vuedeo_sink& sink, vuedeo_error& error) {
            vuedeo_room_request request{};
            request.size = sizeof request;
            request.name = str(name);
            request.expires_at_ms = inAnHour();
            return video_.create_room(running_->self(), &request, &call, &sink, &error);
        });
    }
    Answer find(const std::string& name) {
        return answerOf([&](const vuedeo_call& call, const vuedeo_sink& sink, vuedeo_error& error) {
            return video_.find_room(running_->self(), str(name), &call, &sink, &error);
        });
    }
    Answer end(const std::string& name) {
        return answerOf([&](const vuedeo_call& call, const vuedeo_sink&, vuedeo_error& error) {
            return video_.end_room(running_->self(), str(name), &call, &error);
        });
    }
    Answer admit(const std::string& room, const std::string& participant) {
        return answerOf([&](const vuedeo_call& call, const vuedeo_sink& sink, vuedeo_error& error) {
            vuedeo_admission admission{};
            admission.size = sizeof admission;
            admission.room = str(room);
            admission.participant_id = str(participant);
            admission.display_name = str("Anna");
            admission.expires_at_ms = inAnHour();
            return video_.admit(running_->self(), &admission, &call, &sink, &error);
        });
    }

    // The room for a check; without a service behind there may be none to make.
    void needRoom(const std::string& name) {
        const Answer answer = create(name);
        if (answer.status == VUEDEO_E_UNAVAILABLE) {
            throw Skipped("create_room needs its service (" + answer.message + ")");
        }
        expect(answer, VUEDEO_OK, "create_room");
    }
    static void expect(const Answer& answer, vuedeo_status status, const std::string& call) {
        require(answer.status == status, call + " answered " + toString(answer.status) + " (" +
                                             answer.message + ") where " + toString(status) +
                                             " is right");
    }

private:
    CheckHost host_;
    Running running_;
    const vuedeo_video_provider_1& video_;
};

void requireObject(const Answer& answer, const std::string& call) {
    require(nlohmann::json::parse(answer.text, nullptr, false).is_object(),
            call + " answered no JSON object: " + answer.text.substr(0, 100));
}

void livesThroughARoom(const Subject& subject) {
    Provider provider(subject);
    provider.needRoom("room-1");
    Provider::expect(provider.find("room-1"), VUEDEO_OK, "find_room");
    Provider::expect(provider.admit("room-1", "p1"), VUEDEO_OK, "admit");
    Provider::expect(provider.end("room-1"), VUEDEO_OK, "end_room");
    Provider::expect(provider.find("room-1"), VUEDEO_E_NOT_FOUND, "find_room after end_room");
    Provider::expect(provider.admit("room-1", "p1"), VUEDEO_E_NOT_FOUND, "admit after end_room");
}

void refusesASecondOfAName(const Subject& subject) {
    Provider provider(subject);
    provider.needRoom("room-2");
    Provider::expect(provider.create("room-2"), VUEDEO_E_CONFLICT, "create_room of the same name");
}

void knowsWhichRoomsAreNot(const Subject& subject) {
    Provider provider(subject);
    provider.needRoom("room-3");
    Provider::expect(provider.find("other"), VUEDEO_E_NOT_FOUND, "find_room");
    Provider::expect(provider.end("other"), VUEDEO_E_NOT_FOUND, "end_room");
    Provider::expect(provider.admit("other", "p1"), VUEDEO_E_NOT_FOUND, "admit");
}

void answersObjects(const Subject& subject) {
    Provider provider(subject);
    const Answer created = provider.create("room-4");
    if (created.status == VUEDEO_E_UNAVAILABLE) throw Skipped("create_room needs its service");
    requireObject(created, "create_room");
    requireObject(provider.find("room-4"), "find_room");
    requireObject(provider.admit("room-4", "p1"), "admit");
}

void admitsAgain(const Subject& subject) {
    Provider provider(subject);
    provider.needRoom("room-5");
    Provider::expect(provider.admit("room-5", "p1"), VUEDEO_OK, "admit");
    Provider::expect(provider.admit("room-5", "p1"), VUEDEO_OK, "admit after a reload");
}

}  // namespace

std::vector<Check> videoChecks() {
    const char* kind = "video-provider";
    return {
        {"room-lifecycle", "A room is made, found, entered and ended; after that it is NOT_FOUND.",
         kind, livesThroughARoom},
        {"room-duplicate", "A second room of the same name is a CONFLICT.", kind,
         refusesASecondOfAName},
        {"room-missing",
         "find_room, end_room and admit answer NOT_FOUND for a room that is not there.", kind,
         knowsWhichRoomsAreNot},
        {"answers-are-objects", "create_room, find_room and admit answer JSON objects.", kind,
         answersObjects},
        {"admit-again", "The same participant is admitted again after a reload.", kind,
         admitsAgain},
    };
}

}  // namespace vuedeo::check
