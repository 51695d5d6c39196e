// A video provider that breaks a rule of its calls; find_room stands for every call.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vuedeo/plugin.hpp>

#include "broken.hpp"

namespace vuedeo::broken {
namespace {

vuedeo_video_provider_1 real{};
vuedeo_video_provider_1 mine{};

using Find = decltype(mine.find_room);

const std::map<std::string_view, Find> kFinds = {
    {"hostile-text",
     [](void* self, vuedeo_str name, const vuedeo_call* call, const vuedeo_sink* sink,
        vuedeo_error* error) -> vuedeo_status {
         if (view(name).find('\xff') != std::string_view::npos) std::abort();
         return real.find_room(self, name, call, sink, error);
     }},
    {"sinks-untouched",
     [](void* self, vuedeo_str name, const vuedeo_call* call, const vuedeo_sink* sink,
        vuedeo_error* error) -> vuedeo_status {
         detail::put(*sink, "{}");
         return real.find_room(self, name, call, sink, error);
     }},
    {"error-null",
     [](void* self, vuedeo_str name, const vuedeo_call* call, const vuedeo_sink* sink,
        vuedeo_error* error) -> vuedeo_status {
         error->retry_after_ms = 0;
         return real.find_room(self, name, call, sink, error);
     }},
    {"longer-structs",
     [](void* self, vuedeo_str name, const vuedeo_call* call, const vuedeo_sink* sink,
        vuedeo_error* error) -> vuedeo_status {
         if (call->size != sizeof *call) return VUEDEO_E_INVALID;
         return real.find_room(self, name, call, sink, error);
     }},
    {"deadline-kept",
     [](void* self, vuedeo_str name, const vuedeo_call* call, const vuedeo_sink* sink,
        vuedeo_error* error) -> vuedeo_status {
         std::this_thread::sleep_for(std::chrono::seconds(4));
         return real.find_room(self, name, call, sink, error);
     }},
    {"answers-are-objects",
     [](void*, vuedeo_str, const vuedeo_call*, const vuedeo_sink* sink,
        vuedeo_error*) -> vuedeo_status {
         detail::put(*sink, "a room");
         return VUEDEO_OK;
     }},
};

vuedeo_status endNothing(void*, vuedeo_str, const vuedeo_call*, vuedeo_error*) {
    return VUEDEO_OK;
}

vuedeo_status createAnyway(void* self, const vuedeo_room_request* request, const vuedeo_call* call,
                           const vuedeo_sink* sink, vuedeo_error* error) {
    const vuedeo_status status = real.create_room(self, request, call, sink, error);
    return status == VUEDEO_E_CONFLICT ? VUEDEO_OK : status;
}

vuedeo_status admitOnce(void* self, const vuedeo_admission* admission, const vuedeo_call* call,
                        const vuedeo_sink* sink, vuedeo_error* error) {
    static std::set<std::string> seen;
    if (!seen.emplace(view(admission->participant_id)).second) return VUEDEO_E_CONFLICT;
    return real.admit(self, admission, call, sink, error);
}

}  // namespace

const vuedeo_video_provider_1* breakVideo(const vuedeo_video_provider_1& table) {
    real = table;
    mine = table;
    if (const auto find = kFinds.find(wanted()); find != kFinds.end())
        mine.find_room = find->second;
    if (wanted() == "room-lifecycle" || wanted() == "room-missing") mine.end_room = endNothing;
    if (wanted() == "room-duplicate") mine.create_room = createAnyway;
    if (wanted() == "admit-again") mine.admit = admitOnce;
    return &mine;
}

}  // namespace vuedeo::broken
