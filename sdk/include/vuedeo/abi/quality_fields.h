/* vuedeo/abi/quality_fields.h - the dictionary of quality fields.
 *
 * The one list that names every number of a sample. JSON parsing, SQL columns, /api/v1/fields,
 * exports and chart labels are made from it. A field's index is part of the ABI: new fields are
 * appended, none is ever removed, renamed or moved. Unknown is never 0: it is NaN in memory, NULL
 * in a database and null in JSON.
 *
 * X(CONSTANT, name, label, unit, direction, rollup, maximum)
 *   name       of the JSON member and of the SQL column
 *   unit       "bit/s", "fraction" (0..1), "s", "1/s", "px", "count"
 *   direction  UP: what this participant sends; DOWN: what it receives; NONE: neither
 *   rollup     MEAN: over an interval, the mean of the samples; SUM: their sum
 *   maximum    the largest value accepted; the smallest is 0 for every field
 *
 * All loss, jitter and round-trip times are of RTP media (RFC 3550) as W3C webrtc-stats gives them.
 */
#ifndef VUEDEO_ABI_QUALITY_FIELDS_H
#define VUEDEO_ABI_QUALITY_FIELDS_H

#define VUEDEO_QUALITY_FIELDS(X)                                                                   \
    X(SEND_BPS, send_bps, "Upload", "bit/s", UP, MEAN, 1e11)                                       \
    X(RECV_BPS, recv_bps, "Download", "bit/s", DOWN, MEAN, 1e11)                                   \
    X(SEND_LOSS, send_loss, "Packet loss up", "fraction", UP, MEAN, 1)                             \
    X(RECV_LOSS, recv_loss, "Packet loss down", "fraction", DOWN, MEAN, 1)                         \
    X(AUDIO_SEND_BPS, audio_send_bps, "Audio upload", "bit/s", UP, MEAN, 1e11)                     \
    X(AUDIO_RECV_BPS, audio_recv_bps, "Audio download", "bit/s", DOWN, MEAN, 1e11)                 \
    X(AUDIO_SEND_LOSS, audio_send_loss, "Audio packet loss up", "fraction", UP, MEAN, 1)           \
    X(AUDIO_RECV_LOSS, audio_recv_loss, "Audio packet loss down", "fraction", DOWN, MEAN, 1)       \
    X(VIDEO_SEND_BPS, video_send_bps, "Video upload", "bit/s", UP, MEAN, 1e11)                     \
    X(VIDEO_RECV_BPS, video_recv_bps, "Video download", "bit/s", DOWN, MEAN, 1e11)                 \
    X(VIDEO_SEND_LOSS, video_send_loss, "Video packet loss up", "fraction", UP, MEAN, 1)           \
    X(VIDEO_RECV_LOSS, video_recv_loss, "Video packet loss down", "fraction", DOWN, MEAN, 1)       \
    X(AVAILABLE_SEND_BPS, available_send_bps, "Available upload", "bit/s", UP, MEAN, 1e11)         \
    X(RTT_S, rtt_s, "Round-trip time", "s", NONE, MEAN, 3600)                                      \
    X(SEND_JITTER_S, send_jitter_s, "Jitter up", "s", UP, MEAN, 3600)                              \
    X(RECV_JITTER_S, recv_jitter_s, "Jitter down", "s", DOWN, MEAN, 3600)                          \
    X(SEND_FPS, send_fps, "Frames per second up", "1/s", UP, MEAN, 1000)                           \
    X(RECV_FPS, recv_fps, "Frames per second down", "1/s", DOWN, MEAN, 1000)                       \
    X(SEND_HEIGHT, send_height, "Picture height up", "px", UP, MEAN, 65535)                        \
    X(RECV_HEIGHT, recv_height, "Picture height down", "px", DOWN, MEAN, 65535)                    \
    X(FREEZE_COUNT, freeze_count, "Freezes", "count", DOWN, SUM, 1e6)                              \
    X(FREEZE_S, freeze_s, "Time frozen", "s", DOWN, SUM, 86400)                                    \
    X(CONCEALED_AUDIO, concealed_audio, "Concealed audio", "fraction", DOWN, MEAN, 1)              \
    X(LIMITED_BY_CPU, limited_by_cpu, "Limited by CPU", "fraction", UP, MEAN, 1)                   \
    X(LIMITED_BY_BANDWIDTH, limited_by_bandwidth, "Limited by bandwidth", "fraction", UP, MEAN, 1) \
    X(INTERVAL_S, interval_s, "Measured interval", "s", NONE, SUM, 86400)

/* VUEDEO_FIELD_SEND_BPS == 0, ... and VUEDEO_FIELD_COUNT, that of this SDK. Never crosses as an
 * enum. */
enum {
#define VUEDEO_X(constant, name, label, unit, direction, rollup, maximum) VUEDEO_FIELD_##constant,
    VUEDEO_QUALITY_FIELDS(VUEDEO_X)
#undef VUEDEO_X
        VUEDEO_FIELD_COUNT
};

#endif
