/* Freezes the texts of ABI 1 and its dictionary of fields, as freeze.c does with what a compiler
 * can compare. A field that came later: a line at the end. No line that stands here ever changes.
 */
#include <stdio.h>
#include <string.h>
#include <vuedeo/abi/chart.h>
#include <vuedeo/abi/http_routes.h>
#include <vuedeo/abi/metrics_store.h>
#include <vuedeo/abi/realtime.h>
#include <vuedeo/abi/room_events.h>
#include <vuedeo/abi/sample_source.h>
#include <vuedeo/abi/services.h>
#include <vuedeo/abi/video_provider.h>

static const char* const kTexts[][2] = {
    {VUEDEO_MODULE_SYMBOL, "vuedeo_module_v1"},
    {VUEDEO_HEALTH_1, "vuedeo.health/1"},
    {VUEDEO_PREVIEW_1, "vuedeo.preview/1"},
    {VUEDEO_CLOCK_1, "vuedeo.clock/1"},
    {VUEDEO_HTTP_CLIENT_1, "vuedeo.http-client/1"},
    {VUEDEO_REALTIME_1, "vuedeo.realtime/1"},
    {VUEDEO_REALTIME_LISTENER_1, "vuedeo.realtime-listener/1"},
    {VUEDEO_VIDEO_PROVIDER_1, "vuedeo.video-provider/1"},
    {VUEDEO_METRICS_STORE_1, "vuedeo.metrics-store/1"},
    {VUEDEO_CHART_1, "vuedeo.chart/1"},
    {VUEDEO_HTTP_ROUTES_1, "vuedeo.http-routes/1"},
    {VUEDEO_ROOM_EVENTS_1, "vuedeo.room-events/1"},
    {VUEDEO_SAMPLE_SOURCE_1, "vuedeo.sample-source/1"},
};

/* In the order of their indices: name, unit, direction, rollup, maximum. */
static const char* const kFields[] = {
    "send_bps bit/s UP MEAN 1e11",
    "recv_bps bit/s DOWN MEAN 1e11",
    "send_loss fraction UP MEAN 1",
    "recv_loss fraction DOWN MEAN 1",
    "audio_send_bps bit/s UP MEAN 1e11",
    "audio_recv_bps bit/s DOWN MEAN 1e11",
    "audio_send_loss fraction UP MEAN 1",
    "audio_recv_loss fraction DOWN MEAN 1",
    "video_send_bps bit/s UP MEAN 1e11",
    "video_recv_bps bit/s DOWN MEAN 1e11",
    "video_send_loss fraction UP MEAN 1",
    "video_recv_loss fraction DOWN MEAN 1",
    "available_send_bps bit/s UP MEAN 1e11",
    "rtt_s s NONE MEAN 3600",
    "send_jitter_s s UP MEAN 3600",
    "recv_jitter_s s DOWN MEAN 3600",
    "send_fps 1/s UP MEAN 1000",
    "recv_fps 1/s DOWN MEAN 1000",
    "send_height px UP MEAN 65535",
    "recv_height px DOWN MEAN 65535",
    "freeze_count count DOWN SUM 1e6",
    "freeze_s s DOWN SUM 86400",
    "concealed_audio fraction DOWN MEAN 1",
    "limited_by_cpu fraction UP MEAN 1",
    "limited_by_bandwidth fraction UP MEAN 1",
    "interval_s s NONE SUM 86400",
    "screen_send_bps bit/s UP MEAN 1e11",
    "screen_recv_bps bit/s DOWN MEAN 1e11",
    "jitter_buffer_s s DOWN MEAN 3600",
    "send_width px UP MEAN 65535",
    "recv_width px DOWN MEAN 65535",
    "limited_by_other fraction UP MEAN 1",
    "send_nack_rate 1/s UP MEAN 1e6",
    "recv_nack_rate 1/s DOWN MEAN 1e6",
    "send_pli_rate 1/s UP MEAN 1e6",
    "recv_pli_rate 1/s DOWN MEAN 1e6",
    "retransmitted fraction UP MEAN 1",
    "cpu_pressure level NONE MAX 3",
    "network_type code NONE MAX 255",
    "path_type code NONE MAX 255",
    "path_protocol code NONE MAX 255",
    "send_codec code UP MAX 255",
    "recv_codec code DOWN MAX 255",
    "hidden fraction NONE MEAN 1",
    "audio_mos MOS DOWN MEAN 4.5",
    "video_score score DOWN MEAN 100",
};

static const char* const kFieldsOfHeader[] = {
#define VUEDEO_X(constant, name, label, unit, direction, rollup, maximum) \
#name " " unit " " #direction " " #rollup " " #maximum,
    VUEDEO_QUALITY_FIELDS(VUEDEO_X)
#undef VUEDEO_X
};

static int failures = 0;

static void expectSame(const char* frozen, const char* now) {
    if (strcmp(frozen, now) == 0) return;
    fprintf(stderr, "frozen: %s\n   now: %s\n", frozen, now);
    ++failures;
}

int main(void) {
    const size_t texts = sizeof kTexts / sizeof kTexts[0];
    const size_t fields = sizeof kFields / sizeof kFields[0];
    const size_t fieldsOfHeader = sizeof kFieldsOfHeader / sizeof kFieldsOfHeader[0];
    size_t i;
    for (i = 0; i < texts; ++i) expectSame(kTexts[i][1], kTexts[i][0]);
    if (fields != fieldsOfHeader) {
        fprintf(stderr, "%zu fields are frozen, the header has %zu\n", fields, fieldsOfHeader);
        return 1;
    }
    for (i = 0; i < fields; ++i) expectSame(kFields[i], kFieldsOfHeader[i]);
    return failures == 0 ? 0 : 1;
}
