/* vuedeo/abi/quality_fields.h - the dictionary of quality fields.
 *
 * The one list that names every number of a sample. JSON parsing, SQL columns, /api/v1/fields,
 * exports and chart labels are made from it. A field's index is part of the ABI: new fields are
 * appended, none is ever removed, renamed or moved. Unknown is never 0: it is NaN in memory, NULL
 * in a database and null in JSON.
 *
 * X(CONSTANT, name, label, unit, direction, rollup, maximum)
 *   name       of the JSON member and of the SQL column
 *   unit       "bit/s", "fraction" (0..1), "s", "1/s", "px", "count",
 *              "level", "code", "MOS", "score"
 *   direction  UP: what this participant sends; DOWN: what it receives; NONE: neither
 *   rollup     over an interval: MEAN of the samples; SUM of them; MAX, the largest
 *   maximum    the largest value accepted; the smallest is 0 for every field
 *
 * What each is made of, and who can tell it: sdk/QUALITY.md, and GET /api/v1/fields.
 *
 * All loss, jitter and round-trip times are of RTP media (RFC 3550) as W3C webrtc-stats gives them.
 * A "..._nack_rate" or "..._pli_rate" counts what receivers asked of the media's sender.
 *
 * Levels and codes, where smallest and largest of an interval are equal there was but one:
 *   cpu_pressure         W3C Compute Pressure: 0 nominal, 1 fair, 2 serious, 3 critical
 *   network_type         1 wired, 2 Wi-Fi, 3 cellular, 4 another
 *   path_type            the selected local ICE candidate: 1 host, 2 srflx, 3 prflx, 4 relay
 *   path_protocol        1 UDP, 2 TCP, 3 TLS; of a relayed path: the one to the relay
 *   send_codec, recv_codec  video: 1 VP8, 2 VP9, 3 H.264, 4 AV1, 5 H.265
 *
 * audio_mos is estimated from loss and delay with the reduced E-model of ITU-T G.107 (1 to 4.5);
 * video_score is Vuedeo's own, from 0 to 100.
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
    X(INTERVAL_S, interval_s, "Measured interval", "s", NONE, SUM, 86400)                          \
    X(SCREEN_SEND_BPS, screen_send_bps, "Screen upload", "bit/s", UP, MEAN, 1e11)                  \
    X(SCREEN_RECV_BPS, screen_recv_bps, "Screen download", "bit/s", DOWN, MEAN, 1e11)              \
    X(JITTER_BUFFER_S, jitter_buffer_s, "Playout delay", "s", DOWN, MEAN, 3600)                    \
    X(SEND_WIDTH, send_width, "Picture width up", "px", UP, MEAN, 65535)                           \
    X(RECV_WIDTH, recv_width, "Picture width down", "px", DOWN, MEAN, 65535)                       \
    X(LIMITED_BY_OTHER, limited_by_other, "Limited otherwise", "fraction", UP, MEAN, 1)            \
    X(SEND_NACK_RATE, send_nack_rate, "Packets asked for again, up", "1/s", UP, MEAN, 1e6)         \
    X(RECV_NACK_RATE, recv_nack_rate, "Packets asked for again, down", "1/s", DOWN, MEAN, 1e6)     \
    X(SEND_PLI_RATE, send_pli_rate, "Key frames asked for, up", "1/s", UP, MEAN, 1e6)              \
    X(RECV_PLI_RATE, recv_pli_rate, "Key frames asked for, down", "1/s", DOWN, MEAN, 1e6)          \
    X(RETRANSMITTED, retransmitted, "Retransmitted packets", "fraction", UP, MEAN, 1)              \
    X(CPU_PRESSURE, cpu_pressure, "CPU pressure", "level", NONE, MAX, 3)                           \
    X(NETWORK_TYPE, network_type, "Network", "code", NONE, MAX, 255)                               \
    X(PATH_TYPE, path_type, "Path", "code", NONE, MAX, 255)                                        \
    X(PATH_PROTOCOL, path_protocol, "Protocol of the path", "code", NONE, MAX, 255)                \
    X(SEND_CODEC, send_codec, "Video codec up", "code", UP, MAX, 255)                              \
    X(RECV_CODEC, recv_codec, "Video codec down", "code", DOWN, MAX, 255)                          \
    X(HIDDEN, hidden, "Tab in the background", "fraction", NONE, MEAN, 1)                          \
    X(AUDIO_MOS, audio_mos, "Audio quality (estimated MOS)", "MOS", DOWN, MEAN, 4.5)               \
    X(VIDEO_SCORE, video_score, "Video score", "score", DOWN, MEAN, 100)

/* VUEDEO_FIELD_SEND_BPS == 0, ... and VUEDEO_FIELD_COUNT, that of this SDK. Never crosses as an
 * enum. */
enum {
#define VUEDEO_X(constant, name, label, unit, direction, rollup, maximum) VUEDEO_FIELD_##constant,
    VUEDEO_QUALITY_FIELDS(VUEDEO_X)
#undef VUEDEO_X
        VUEDEO_FIELD_COUNT
};

#endif
