/* vuedeo/abi/metrics_store.h - what keeps rooms, participants and their quality samples.
 *
 * Identity: a room by its name, a participant by (room, id), a sample by (room, participant id,
 * sampled_at_ms). What a call has answered with OK is durable: it survives a SIGKILL of the process
 * and a loss of power. Storing the same thing again changes nothing.
 */
#ifndef VUEDEO_ABI_METRICS_STORE_H
#define VUEDEO_ABI_METRICS_STORE_H

#include "../abi.h"
#include "quality_fields.h"

#ifdef __cplusplus
extern "C" {
#endif

#define VUEDEO_METRICS_STORE_1 "vuedeo.metrics-store/1"

/* What a visitor returns: go on, or stop early (the call then returns OK). */
#define VUEDEO_CONTINUE 0
#define VUEDEO_STOP 1

/* ---- Samples -------------------------------------------------------------------------------- */

typedef struct vuedeo_sample {
    vuedeo_str room;
    vuedeo_str participant_id;
    int64_t sampled_at_ms;            /* the end of the measured interval, by the browser's clock */
    float values[VUEDEO_FIELD_COUNT]; /* by field index; NaN: unknown, store it as NULL */
} vuedeo_sample;

/* Samples as an array whose elements may be longer than this SDK's vuedeo_sample. */
typedef struct vuedeo_sample_batch {
    uint32_t size;
    uint32_t stride;      /* bytes from one sample to the next */
    uint32_t count;       /* 1..100000 */
    uint32_t field_count; /* values in each; may exceed or fall short of VUEDEO_FIELD_COUNT */
    const vuedeo_sample* samples;
} vuedeo_sample_batch;

/* The i-th sample of a batch. Read no more than batch->field_count of its values. */
static inline const vuedeo_sample* vuedeo_batch_at(const vuedeo_sample_batch* batch, uint32_t i) {
    return (const vuedeo_sample*)(const void*)((const char*)batch->samples +
                                               (uint64_t)i * batch->stride);
}

#define VUEDEO_SAMPLE_STORED 0    /* durable now */
#define VUEDEO_SAMPLE_DUPLICATE 1 /* was stored before, or stands earlier in this batch */
#define VUEDEO_SAMPLE_REJECTED 2  /* cannot ever be stored: an answer of 422 for this one alone */

/* ---- Rooms and participants --------------------------------------------------------------------
 */

typedef struct vuedeo_room {
    uint32_t size;
    uint32_t max_participants; /* 0: the provider's default */
    vuedeo_str name;           /* 1..128 of A-Z a-z 0-9 - _ */
    int64_t created_at_ms;
    int64_t expires_at_ms;    /* 0: never */
    int64_t ended_at_ms;      /* 0: open */
    vuedeo_str provider;      /* id of the plugin that made it; empty: seen through samples only */
    vuedeo_str provider_json; /* what that plugin said of it; empty: nothing */
    /* Set by the store when it answers, ignored when it saves: */
    int64_t last_sample_at_ms;  /* 0: no sample yet */
    uint32_t participant_count; /* ever seen */
    uint32_t reserved;
    int64_t active_at_ms; /* the latest of its creation, its samples, and what was saved of its
                             participants' coming and leaving */
} vuedeo_room;

typedef struct vuedeo_participant {
    uint32_t size;
    uint32_t reserved;
    vuedeo_str room;
    vuedeo_str id; /* 1..36 of A-Z a-z 0-9 - _ ; through /api/metrics 1..128 bytes of UTF-8 */
    vuedeo_str display_name; /* empty: not known */
    int64_t joined_at_ms;    /* first admission; 0: seen through samples only */
    /* Set by the store when it answers, ignored when it saves: */
    int64_t first_sample_at_ms; /* 0: no sample yet */
    int64_t last_sample_at_ms;
    uint64_t sample_count;
    /* Saved, too: the store keeps the latest. */
    int64_t left_at_ms; /* when they left last; 0: not known */
} vuedeo_participant;

typedef struct vuedeo_room_query {
    uint32_t size;
    uint32_t limit;  /* 1..100 */
    vuedeo_str text; /* part of a room's or participant's name, any case (ASCII); empty: all */
    int64_t from_ms; /* rooms created or with a sample in [from, to); 0, 0: any time */
    int64_t to_ms;
    vuedeo_str cursor; /* as answered with the page before; empty: the first page */
} vuedeo_room_query;

/* Visitors belong to the caller; what they are shown is borrowed until they return. */
typedef struct vuedeo_room_visitor {
    void* ctx;
    int32_t (*visit)(void* ctx, const vuedeo_room* room);
} vuedeo_room_visitor;

typedef struct vuedeo_participant_visitor {
    void* ctx;
    int32_t (*visit)(void* ctx, const vuedeo_participant* participant);
} vuedeo_participant_visitor;

/* ---- Series ---------------------------------------------------------------------------------- */

typedef struct vuedeo_series_query {
    uint32_t size;
    uint32_t field_count;
    vuedeo_str room;
    vuedeo_str participant_id; /* empty: all participants */
    int64_t from_ms; /* buckets that begin in [from, to), from < to; multiples of interval_ms */
    int64_t to_ms;
    int64_t interval_ms;    /* >= 1000, a multiple of 1000; buckets are aligned to the Unix epoch */
    const uint32_t* fields; /* field_count indices, each < VUEDEO_FIELD_COUNT of the host */
} vuedeo_series_query;

/* Of the known values of one field in one bucket. count 0: unknown, the others are then 0. */
typedef struct vuedeo_aggregate {
    double sum;
    double min;
    double max;
    uint64_t count;
} vuedeo_aggregate;

typedef struct vuedeo_bucket {
    uint32_t size;
    uint32_t field_count;
    vuedeo_str participant_id;
    int64_t start_ms;
    uint64_t sample_count;              /* >= 1: a bucket without samples is not shown */
    const vuedeo_aggregate* aggregates; /* in the order of the query's fields */
} vuedeo_bucket;

typedef struct vuedeo_bucket_visitor {
    void* ctx;
    int32_t (*visit)(void* ctx, const vuedeo_bucket* bucket);
} vuedeo_bucket_visitor;

typedef struct vuedeo_sample_query {
    uint32_t size;
    uint32_t reserved;
    vuedeo_str room;
    vuedeo_str participant_id; /* empty: all participants */
    int64_t from_ms;           /* samples with sampled_at_ms in [from, to) */
    int64_t to_ms;
} vuedeo_sample_query;

typedef struct vuedeo_sample_visitor {
    void* ctx;
    int32_t (*visit)(void* ctx, const vuedeo_sample* sample, uint32_t field_count);
} vuedeo_sample_visitor;

typedef struct vuedeo_metrics_store_1 {
    uint32_t size;
    uint32_t reserved;

    /* [worker] Stores a batch in one transaction. results receives batch->count codes
     * VUEDEO_SAMPLE_... . Rooms and participants that are not there yet are created. On any status
     * but OK nothing of the batch is acknowledged, and the host may send the same batch again. */
    vuedeo_status (*append)(void* self, const vuedeo_sample_batch* batch, uint8_t* results,
                            const vuedeo_call* call, vuedeo_error* error);

    /* [worker] Creates the room or replaces its record. */
    vuedeo_status (*save_room)(void* self, const vuedeo_room* room, const vuedeo_call* call,
                               vuedeo_error* error);
    /* [worker] Shows the one room. NOT_FOUND: never saved and no sample of it. */
    vuedeo_status (*find_room)(void* self, vuedeo_str name, const vuedeo_call* call,
                               const vuedeo_room_visitor* visitor, vuedeo_error* error);
    /* [worker] Rooms by latest activity (creation or sample), newest first. next_cursor receives
     * at most 512 bytes, or nothing on the last page. A malformed cursor is INVALID, field
     * "cursor". */
    vuedeo_status (*list_rooms)(void* self, const vuedeo_room_query* query, const vuedeo_call* call,
                                const vuedeo_room_visitor* visitor, const vuedeo_sink* next_cursor,
                                vuedeo_error* error);

    /* [worker] Creates the participant (and a missing room) or replaces its display name. An empty
     * display_name leaves the one that is known, and the first joined_at_ms but 0 stays. */
    vuedeo_status (*save_participant)(void* self, const vuedeo_participant* participant,
                                      const vuedeo_call* call, vuedeo_error* error);
    /* [worker] The participants of a room in the order in which they came. NOT_FOUND, here and in
     * series and samples: a room for which find_room answers NOT_FOUND. A known room without
     * participants, without samples in the range, or without the participant asked for is OK and
     * shows nothing. */
    vuedeo_status (*list_participants)(void* self, vuedeo_str room, const vuedeo_call* call,
                                       const vuedeo_participant_visitor* visitor,
                                       vuedeo_error* error);

    /* [worker] Buckets, all of one participant together, in time order within it. Levels are
     * merged exactly (count, sum, min, max), so the answer does not depend on the level read.
     * A range or interval outside the contract is INVALID, and the error's field names the query's
     * member: "interval_ms", "from_ms" or "to_ms" (to that is not after from: "to_ms"). */
    vuedeo_status (*series)(void* self, const vuedeo_series_query* query, const vuedeo_call* call,
                            const vuedeo_bucket_visitor* visitor, vuedeo_error* error);

    /* [worker] The samples themselves as far as they are still kept, all of one participant
     * together, in time order within it, unknown values as NaN. */
    vuedeo_status (*samples)(void* self, const vuedeo_sample_query* query, const vuedeo_call* call,
                             const vuedeo_sample_visitor* visitor, vuedeo_error* error);

    /* [worker] Optional (NULL). Deletes samples and rollups older than before_ms; *deleted receives
     * the number of samples. Rooms and participants stay; their counts, first and last samples
     * become those of what is left. */
    vuedeo_status (*delete_before)(void* self, int64_t before_ms, const vuedeo_call* call,
                                   uint64_t* deleted, vuedeo_error* error);

    /* [worker] Optional (NULL, or beyond size). Asked before samples of the past are brought in.
     * OK: those from oldest_ms on will be stored and kept. INVALID, with the remedy in the message
     * and the configuration key in the field: some would be rejected, or deleted for their age. */
    vuedeo_status (*check_retention)(void* self, int64_t oldest_ms, const vuedeo_call* call,
                                     vuedeo_error* error);
} vuedeo_metrics_store_1;

#ifdef __cplusplus
}
#endif
#endif
