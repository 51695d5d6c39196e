#include "plugins/interface_check.hpp"

#include <vuedeo/abi/chart.h>
#include <vuedeo/abi/metrics_store.h>
#include <vuedeo/abi/sample_source.h>
#include <vuedeo/abi/video_provider.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

namespace vuedeo::plugins {
namespace {

bool isComplete(const vuedeo_video_provider_1& t) {
    return VUEDEO_HAS(&t, vuedeo_video_provider_1, presence) && t.create_room != nullptr &&
           t.find_room != nullptr && t.end_room != nullptr && t.admit != nullptr;
}

bool isComplete(const vuedeo_metrics_store_1& t) {
    return VUEDEO_HAS(&t, vuedeo_metrics_store_1, delete_before) && t.append != nullptr &&
           t.save_room != nullptr && t.find_room != nullptr && t.list_rooms != nullptr &&
           t.save_participant != nullptr && t.list_participants != nullptr && t.series != nullptr &&
           t.samples != nullptr;
}

bool isMediaType(const char* text) {
    if (text == nullptr) return false;
    const std::string_view type(text);
    return type.size() <= 128 && type.find('/') != std::string_view::npos &&
           std::all_of(type.begin(), type.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

bool isComplete(const vuedeo_chart_1& t) {
    return VUEDEO_HAS(&t, vuedeo_chart_1, render) && t.render != nullptr &&
           isMediaType(t.media_type);
}

bool isComplete(const vuedeo_sample_source_1& t) {
    return VUEDEO_HAS(&t, vuedeo_sample_source_1, read) && t.count != nullptr && t.read != nullptr;
}

bool isComplete(Kind kind, const void* table) {
    switch (kind) {
        case Kind::kVideoProvider:
            return isComplete(*static_cast<const vuedeo_video_provider_1*>(table));
        case Kind::kMetricsStore:
            return isComplete(*static_cast<const vuedeo_metrics_store_1*>(table));
        case Kind::kChart:
            return isComplete(*static_cast<const vuedeo_chart_1*>(table));
        case Kind::kSampleSource:
            break;
    }
    return isComplete(*static_cast<const vuedeo_sample_source_1*>(table));
}

}  // namespace

const char* interfaceId(Kind kind) noexcept {
    switch (kind) {
        case Kind::kVideoProvider:
            return VUEDEO_VIDEO_PROVIDER_1;
        case Kind::kMetricsStore:
            return VUEDEO_METRICS_STORE_1;
        case Kind::kChart:
            return VUEDEO_CHART_1;
        case Kind::kSampleSource:
            break;
    }
    return VUEDEO_SAMPLE_SOURCE_1;
}

void checkInterface(const Manifest& manifest, const void* table) {
    const std::string interface = interfaceId(manifest.kind);
    if (table == nullptr) {
        throw std::runtime_error(manifest.library.string() + ": offers no interface " + interface +
                                 ", which a plugin of kind \"" + toString(manifest.kind) +
                                 "\" has: correct kind in its manifest.toml, or install a version "
                                 "of the plugin for this Vuedeo.");
    }
    if (!isComplete(manifest.kind, table)) {
        throw std::runtime_error(manifest.library.string() + ": its table of " + interface +
                                 " is shorter than that of ABI 1.0 or leaves a member NULL: it is "
                                 "broken, report it to its author.");
    }
}

}  // namespace vuedeo::plugins
