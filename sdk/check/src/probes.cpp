#include "probes.hpp"

#include <vuedeo/abi/chart.h>
#include <vuedeo/abi/metrics_store.h>
#include <vuedeo/abi/video_provider.h>

#include <limits>
#include <string_view>
#include <vuedeo/plugin.hpp>

#include "chart_series.hpp"

namespace vuedeo::check {
namespace {

using Text = vuedeo_str;
using CallPtr = const vuedeo_call*;
using Sink = const vuedeo_sink*;
using ErrorPtr = vuedeo_error*;

std::vector<Probe> videoProbes(const Instance& instance) {
    const auto& video = instance.table<vuedeo_video_provider_1>(VUEDEO_VIDEO_PROVIDER_1);
    void* self = instance.self();
    return {
        {"find_room(name)",
         [&video, self](Text text, CallPtr call, Sink sink, ErrorPtr error) {
             return video.find_room(self, text, call, sink, error);
         }},
        {"end_room(name)",
         [&video, self](Text text, CallPtr call, Sink, ErrorPtr error) {
             return video.end_room(self, text, call, error);
         }},
        {"admit(room)",
         [&video, self](Text text, CallPtr call, Sink sink, ErrorPtr error) {
             vuedeo_admission admission{};
             admission.size = sizeof admission;
             admission.room = text;
             admission.participant_id = str("p1");
             admission.display_name = str("Anna");
             admission.expires_at_ms = std::numeric_limits<int64_t>::max();
             return video.admit(self, &admission, call, sink, error);
         }},
        {"create_room(options)",
         [&video, self](Text text, CallPtr call, Sink sink, ErrorPtr error) {
             vuedeo_room_request request{};
             request.size = sizeof request;
             request.name = str("room-of-options");
             video.end_room(self, request.name, call, nullptr);  // that of an earlier try
             request.options_json = text;
             return video.create_room(self, &request, call, sink, error);
         }},
    };
}

std::vector<Probe> storeProbes(const Instance& instance) {
    const auto& store = instance.table<vuedeo_metrics_store_1>(VUEDEO_METRICS_STORE_1);
    void* self = instance.self();
    return {
        {"find_room(name)",
         [&store, self](Text text, CallPtr call, Sink, ErrorPtr error) {
             const vuedeo_room_visitor visitor = {
                 nullptr, [](void*, const vuedeo_room*) { return VUEDEO_CONTINUE; }};
             return store.find_room(self, text, call, &visitor, error);
         }},
        {"list_participants(room)",
         [&store, self](Text text, CallPtr call, Sink, ErrorPtr error) {
             const vuedeo_participant_visitor visitor = {
                 nullptr, [](void*, const vuedeo_participant*) { return VUEDEO_CONTINUE; }};
             return store.list_participants(self, text, call, &visitor, error);
         }},
        {"list_rooms(cursor)",
         [&store, self](Text text, CallPtr call, Sink sink, ErrorPtr error) {
             vuedeo_room_query query{};
             query.size = sizeof query;
             query.limit = 10;
             query.cursor = text;
             const vuedeo_room_visitor visitor = {
                 nullptr, [](void*, const vuedeo_room*) { return VUEDEO_CONTINUE; }};
             return store.list_rooms(self, &query, call, &visitor, sink, error);
         }},
        {"series(room)",
         [&store, self](Text text, CallPtr call, Sink, ErrorPtr error) {
             const uint32_t field = VUEDEO_FIELD_RTT_S;
             const vuedeo_series_query query = {sizeof query, 1,    text,  {nullptr, 0}, 0,
                                                60000,        1000, &field};
             const vuedeo_bucket_visitor visitor = {
                 nullptr, [](void*, const vuedeo_bucket*) { return VUEDEO_CONTINUE; }};
             return store.series(self, &query, call, &visitor, error);
         }},
    };
}

std::vector<Probe> chartProbes(const Instance& instance) {
    const auto& chart = instance.table<vuedeo_chart_1>(VUEDEO_CHART_1);
    void* self = instance.self();
    static const std::string series = chartSeries().dump();
    return {
        {"render(series)",
         [&chart, self](Text text, CallPtr call, Sink sink, ErrorPtr error) {
             return chart.render(self, text, str("{}"), call, sink, error);
         }},
        {"render(options)",
         [&chart, self](Text text, CallPtr call, Sink sink, ErrorPtr error) {
             return chart.render(self, str(series), text, call, sink, error);
         }},
    };
}

}  // namespace

std::vector<Probe> probesOf(const std::string& kind, const Instance& instance) {
    if (kind == "video-provider") return videoProbes(instance);
    if (kind == "metrics-store") return storeProbes(instance);
    if (kind == "chart") return chartProbes(instance);
    return {};
}

}  // namespace vuedeo::check
