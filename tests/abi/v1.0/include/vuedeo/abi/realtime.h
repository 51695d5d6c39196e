/* vuedeo/abi/realtime.h - messages between a plugin and the browsers in a room.
 *
 * A browser opens GET /api/v1/rooms/{room}/signal (a WebSocket) with its participant token. The
 * host checks the token, frames, bounds and rate-limits; the plugin sees peers and whole text
 * messages.
 */
#ifndef VUEDEO_ABI_REALTIME_H
#define VUEDEO_ABI_REALTIME_H

#include "../abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The host's side, by vuedeo_host.get_service. */
#define VUEDEO_REALTIME_1 "vuedeo.realtime/1"

typedef struct vuedeo_realtime_1 {
    uint32_t size;
    uint32_t reserved;
    void* ctx;
    /* [any] Queues a message (UTF-8, <= 64 KiB). NOT_FOUND: the peer is gone. LIMITED: it reads too
     * slowly, its queue is full, and the host closes it. */
    vuedeo_status (*send)(void* ctx, uint64_t peer, vuedeo_str message);
    /* [any] Closes the peer's channel after what is queued. code: 4000..4999 (RFC 6455, 7.4.2);
     * reason: <= 123 bytes. on_close follows. */
    void (*close)(void* ctx, uint64_t peer, uint32_t code, vuedeo_str reason);
} vuedeo_realtime_1;

/* The plugin's side, by vuedeo_module.get_interface. The chosen video provider's is used. */
#define VUEDEO_REALTIME_LISTENER_1 "vuedeo.realtime-listener/1"

typedef struct vuedeo_realtime_peer {
    uint32_t size;
    uint32_t max_participants; /* of the room; 0: the provider's default */
    uint64_t id;               /* of this connection; never used again while the host runs */
    vuedeo_str room;
    vuedeo_str
        participant_id; /* one participant may hold several connections (a reload overlaps) */
    vuedeo_str display_name;
} vuedeo_realtime_peer;

/* For one peer the calls come one after another: on_open, on_message ..., on_close. Different
 * peers' calls run concurrently. All are [any]: they must not block. */
typedef struct vuedeo_realtime_listener_1 {
    uint32_t size;
    uint32_t reserved;
    void (*on_open)(void* self, const vuedeo_realtime_peer* peer);
    void (*on_message)(void* self, uint64_t peer, vuedeo_str message); /* valid UTF-8, <= 64 KiB */
    void (*on_close)(void* self, uint64_t peer);                       /* the peer is gone */
} vuedeo_realtime_listener_1;

#ifdef __cplusplus
}
#endif
#endif
