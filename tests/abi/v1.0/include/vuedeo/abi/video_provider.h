/* vuedeo/abi/video_provider.h - what makes calls possible: rooms, and admission to them.
 *
 * The host keeps its own durable record of every room. A provider that remembers rooms only in
 * memory answers NOT_FOUND after a restart, and the host then creates the room again, by the same
 * name, limit and expiry, before it goes on. Media never passes through the host.
 */
#ifndef VUEDEO_ABI_VIDEO_PROVIDER_H
#define VUEDEO_ABI_VIDEO_PROVIDER_H

#include "../abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define VUEDEO_VIDEO_PROVIDER_1 "vuedeo.video-provider/1"

typedef struct vuedeo_room_request {
    uint32_t size;
    uint32_t max_participants; /* 0: the provider's default */
    vuedeo_str name;           /* 1..128 of A-Z a-z 0-9 - _ */
    int64_t expires_at_ms;     /* nobody is admitted afterwards; 0: the host decides by activity */
    vuedeo_str options_json;   /* an object of the provider's own options, or empty */
} vuedeo_room_request;

/* Whoever made the room, or was given its owner_token by them: may end the room, remove people and
 * the like. A provider to which all people are equal ignores it. */
#define VUEDEO_ADMIT_OWNER 1u

typedef struct vuedeo_admission {
    uint32_t size;
    uint32_t flags;            /* VUEDEO_ADMIT_... */
    vuedeo_str room;           /* its name */
    vuedeo_str participant_id; /* 1..36 of A-Z a-z 0-9 - _ ; the same after a reload of the page */
    vuedeo_str display_name;   /* 1..64 characters of UTF-8 */
    int64_t expires_at_ms;     /* the admission must not be usable afterwards */
    uint32_t max_participants; /* of the room, as requested; 0: the provider's default */
    uint32_t reserved;
} vuedeo_admission;

typedef struct vuedeo_video_provider_1 {
    uint32_t size;
    uint32_t reserved;

    /* [worker] Makes the room. room_json receives an object; the host reads its optional member
     * "url" (an absolute URL under which the provider itself serves the room) and keeps the rest
     * untouched for the API's users. CONFLICT: a room of that name exists. */
    vuedeo_status (*create_room)(void* self, const vuedeo_room_request* request,
                                 const vuedeo_call* call, const vuedeo_sink* room_json,
                                 vuedeo_error* error);

    /* [worker] The room as create_room described it. NOT_FOUND: there is none, or no longer. */
    vuedeo_status (*find_room)(void* self, vuedeo_str name, const vuedeo_call* call,
                               const vuedeo_sink* room_json, vuedeo_error* error);

    /* [worker] Ends the room: people in it are sent out, nobody is admitted any more.
     * NOT_FOUND: there is none. */
    vuedeo_status (*end_room)(void* self, vuedeo_str name, const vuedeo_call* call,
                              vuedeo_error* error);

    /* [worker] Lets a participant in. session_json receives an object, which goes unchanged to the
     * browser half's join(); it may hold what that one participant needs to join and nothing more.
     * NOT_FOUND: no such room. CONFLICT: the room is full. DENIED: this person may not. */
    vuedeo_status (*admit)(void* self, const vuedeo_admission* admission, const vuedeo_call* call,
                           const vuedeo_sink* session_json, vuedeo_error* error);

    /* [worker] Optional (NULL). A page of rooms, newest first: {"rooms": [as create_room],
     * "next": cursor or null}. An empty cursor asks for the first page; 1 <= limit <= 100. */
    vuedeo_status (*list_rooms)(void* self, vuedeo_str cursor, uint32_t limit,
                                const vuedeo_call* call, const vuedeo_sink* page_json,
                                vuedeo_error* error);

    /* [worker] Optional (NULL). Who is in the room now: {"participants": [{"id", "name",
     * "joined_at": Unix ms}]}. Empty for a room that nobody is in. */
    vuedeo_status (*presence)(void* self, vuedeo_str name, const vuedeo_call* call,
                              const vuedeo_sink* presence_json, vuedeo_error* error);

    /* [worker] Optional (NULL). The latest meetings in the room, newest first, the one
     * under way included: {"meetings": [{"id", "started_at", "ended_at": null while it goes on,
     * "participants": [{"id", "name", "joined_at", "left_at": null while in it}]}]}, times in Unix
     * ms. Somebody who came twice may be listed twice. Empty for a room that the provider does not
     * know; 1 <= limit <= 100. */
    vuedeo_status (*meetings)(void* self, vuedeo_str name, uint32_t limit, const vuedeo_call* call,
                              const vuedeo_sink* meetings_json, vuedeo_error* error);
} vuedeo_video_provider_1;

#ifdef __cplusplus
}
#endif
#endif
