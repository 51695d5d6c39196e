/* vuedeo/abi/room_events.h - what a video provider learns of its rooms from elsewhere.
 *
 * Somebody may enter a room without the host, by the address under which the provider itself serves
 * it. A provider that hears of it (by a webhook, say) tells the host, which keeps the record. News
 * may come twice and in any order: of when somebody came the first counts, of when they left the
 * last.
 */
#ifndef VUEDEO_ABI_ROOM_EVENTS_H
#define VUEDEO_ABI_ROOM_EVENTS_H

#include "../abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The host's side, by vuedeo_host.get_service. */
#define VUEDEO_ROOM_EVENTS_1 "vuedeo.room-events/1"

typedef struct vuedeo_room_visit {
    uint32_t size;
    uint32_t reserved;
    vuedeo_str room;
    vuedeo_str
        participant_id;      /* 1..36 of A-Z a-z 0-9 - _ ; of the admission, where there was one */
    vuedeo_str display_name; /* at most 64 characters are kept; empty: not known */
    int64_t at_ms;
} vuedeo_room_visit;

typedef struct vuedeo_room_events_1 {
    uint32_t size;
    uint32_t reserved;
    void* ctx;
    /* [worker] Somebody has entered a room. OK: it is stored; telling it again changes nothing.
     * NOT_FOUND: no room of this plugin has that name. INVALID: such an id cannot be. UNAVAILABLE:
     * the store is away or busy; tell it again later. Only from within a call of the host's. */
    vuedeo_status (*participant_joined)(void* ctx, const vuedeo_room_visit* visit,
                                        vuedeo_error* error);
    /* [worker] The same of somebody who has left. */
    vuedeo_status (*participant_left)(void* ctx, const vuedeo_room_visit* visit,
                                      vuedeo_error* error);
    /* [worker] OK: the room is one of this plugin's. NOT_FOUND, UNAVAILABLE: as above.
     * Worth a look before asking elsewhere who was in it. */
    vuedeo_status (*find_room)(void* ctx, vuedeo_str room, vuedeo_error* error);
} vuedeo_room_events_1;

#ifdef __cplusplus
}
#endif
#endif
