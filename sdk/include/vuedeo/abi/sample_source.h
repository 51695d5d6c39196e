/* vuedeo/abi/sample_source.h - where `vuedeo import` takes samples from: the records of another
 * application, or of an older version of this one.
 *
 * A source shows its samples in an order of its own that stays the same, and says where in it a
 * read has ended: an import that was interrupted goes on from there, even in another process.
 */
#ifndef VUEDEO_ABI_SAMPLE_SOURCE_H
#define VUEDEO_ABI_SAMPLE_SOURCE_H

#include "metrics_store.h"

#ifdef __cplusplus
extern "C" {
#endif

#define VUEDEO_SAMPLE_SOURCE_1 "vuedeo.sample-source/1"

typedef struct vuedeo_sample_source_1 {
    uint32_t size;
    uint32_t reserved;

    /* [worker] *samples receives how many samples come after position, exactly or nearly. An empty
     * position is the beginning; one that this source has not answered is INVALID, field
     * "position". */
    vuedeo_status (*count)(void* self, vuedeo_str position, const vuedeo_call* call,
                           uint64_t* samples, vuedeo_error* error);

    /* [worker] Shows the next samples after position, at most limit (1..100000), whatever room and
     * participant they are of. next_position receives 1..1024 bytes, or nothing when there are no
     * more. Samples may be shown again, none may be passed over. */
    vuedeo_status (*read)(void* self, vuedeo_str position, uint32_t limit, const vuedeo_call* call,
                          const vuedeo_sample_visitor* visitor, const vuedeo_sink* next_position,
                          vuedeo_error* error);
} vuedeo_sample_source_1;

#ifdef __cplusplus
}
#endif
#endif
