#include "quality/field_origins.hpp"

#include <vuedeo/abi/quality_fields.h>

#include <nlohmann/json.hpp>

namespace vuedeo::quality {
namespace {

constexpr unsigned kChromium = 1;
constexpr unsigned kFirefox = 2;
constexpr unsigned kDaily = 4;
constexpr unsigned kBrowsers = kChromium | kFirefox;
constexpr unsigned kAll = kBrowsers | kDaily;

struct Origin {
    const char* field;
    const char* source;
    unsigned suppliers;
};

// In the dictionary's order.
constexpr Origin kOrigins[] = {
    {"send_bps", "outbound-rtp bytesSent", kAll},
    {"recv_bps", "inbound-rtp bytesReceived", kAll},
    {"send_loss", "remote-inbound-rtp packetsLost of outbound-rtp packetsSent", kAll},
    {"recv_loss", "inbound-rtp packetsLost of those and packetsReceived", kAll},
    {"audio_send_bps", "send_bps of audio", kAll},
    {"audio_recv_bps", "recv_bps of audio", kAll},
    {"audio_send_loss", "send_loss of audio", kAll},
    {"audio_recv_loss", "recv_loss of audio", kAll},
    {"video_send_bps", "send_bps of video, screens included", kAll},
    {"video_recv_bps", "recv_bps of video, screens included", kAll},
    {"video_send_loss", "send_loss of video, screens included", kAll},
    {"video_recv_loss", "recv_loss of video, screens included", kAll},
    {"available_send_bps", "candidate-pair availableOutgoingBitrate", kChromium | kDaily},
    {"rtt_s", "remote-inbound-rtp roundTripTime, else that of candidate-pair", kAll},
    {"send_jitter_s", "remote-inbound-rtp jitter", kAll},
    {"recv_jitter_s", "inbound-rtp jitter", kAll},
    {"send_fps", "outbound-rtp framesPerSecond of the camera, the largest layer", kBrowsers},
    {"recv_fps", "inbound-rtp framesPerSecond of cameras, their mean", kAll},
    {"send_height", "outbound-rtp frameHeight of the camera, the largest layer", kBrowsers},
    {"recv_height", "inbound-rtp frameHeight of cameras; the largest, on Daily the mean", kAll},
    {"freeze_count", "inbound-rtp freezeCount of cameras", kBrowsers},
    {"freeze_s", "inbound-rtp totalFreezesDuration of cameras", kBrowsers},
    {"concealed_audio", "inbound-rtp concealedSamples but silent ones, of totalSamplesReceived",
     kBrowsers},
    {"limited_by_cpu", "outbound-rtp qualityLimitationDurations", kChromium},
    {"limited_by_bandwidth", "outbound-rtp qualityLimitationDurations", kChromium},
    {"interval_s", "the time between two readings", kBrowsers},
    {"screen_send_bps", "send_bps of a screen that is shared", kBrowsers},
    {"screen_recv_bps", "recv_bps of screens", kBrowsers},
    {"jitter_buffer_s", "inbound-rtp jitterBufferDelay / jitterBufferEmittedCount of audio",
     kBrowsers},
    {"send_width", "outbound-rtp frameWidth, as send_height", kBrowsers},
    {"recv_width", "inbound-rtp frameWidth, as recv_height", kAll},
    {"limited_by_other", "outbound-rtp qualityLimitationDurations", kChromium},
    {"send_nack_rate", "outbound-rtp nackCount", kBrowsers},
    {"recv_nack_rate", "inbound-rtp nackCount", kBrowsers},
    {"send_pli_rate", "outbound-rtp pliCount", kBrowsers},
    {"recv_pli_rate", "inbound-rtp pliCount", kBrowsers},
    {"retransmitted", "outbound-rtp retransmittedPacketsSent of packetsSent", kBrowsers},
    {"cpu_pressure", "PressureObserver, on Daily cpuPressureState", kChromium | kDaily},
    {"network_type", "navigator.connection.type, in few browsers", kChromium | kDaily},
    {"path_type", "local-candidate candidateType of the selected pair", kBrowsers},
    {"path_protocol", "local-candidate protocol, of a relayed one relayProtocol", kBrowsers},
    {"send_codec", "codec mimeType of the outbound video with the most bytes", kBrowsers},
    {"recv_codec", "codec mimeType of the inbound video with the most bytes", kBrowsers},
    {"hidden", "visibilitychange of the tab", kAll},
    {"audio_mos", "E-model over audio_recv_loss, jitter_buffer_s, rtt_s", kBrowsers},
    {"video_score", "freeze_s, recv_fps, recv_height, video_recv_loss", kBrowsers},
};
static_assert(std::size(kOrigins) == VUEDEO_FIELD_COUNT, "say where the new field comes from");

}  // namespace

const char* originName(uint32_t field) noexcept {
    return kOrigins[field].field;
}

const char* sourceOf(uint32_t field) noexcept {
    return kOrigins[field].source;
}

nlohmann::json suppliersOf(uint32_t field) {
    auto names = nlohmann::json::array();
    const auto add = [&](unsigned supplier, const char* name) {
        if ((kOrigins[field].suppliers & supplier) != 0) names.push_back(name);
    };
    add(kChromium, "chromium");
    add(kFirefox, "firefox");
    add(kDaily, "daily");
    return names;
}

}  // namespace vuedeo::quality
