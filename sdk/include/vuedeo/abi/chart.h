/* vuedeo/abi/chart.h - turns series into a chart document of a media type of its own. */
#ifndef VUEDEO_ABI_CHART_H
#define VUEDEO_ABI_CHART_H

#include "../abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define VUEDEO_CHART_1 "vuedeo.chart/1"

typedef struct vuedeo_chart_1 {
    uint32_t size;
    uint32_t reserved;
    const char* media_type; /* of the document, e.g. "application/vnd.vuedeo.chartjs+json" */

    /* [worker] A pure function: the same series and options give the same bytes.
     *
     * series_json is the answer of GET /api/v1/rooms/{room}/series:
     *   {"room", "from": Unix ms, "to": Unix ms, "interval_s", "sample_interval_s",
     *    "fields": [{"name", "label", "unit", "direction", "rollup"}],
     *    "participants": [{"id", "name", "time": [Unix ms], "count": [samples],
     *                      "values": {field: {"value": [], "min": [], "max": []}}}]}
     * where value is the mean or the sum as the field's rollup says. The arrays of one participant
     * are equally long, and null stands for unknown: draw a gap, never a zero. Browsers measure
     * every sample_interval_s, so shorter silences are none. options_json: {"theme": "light" |
     * "dark", "locale": BCP 47, "time_zone": IANA name}, each optional. INVALID with error.field
     * for an option that is wrong. */
    vuedeo_status (*render)(void* self, vuedeo_str series_json, vuedeo_str options_json,
                            const vuedeo_call* call, const vuedeo_sink* document,
                            vuedeo_error* error);
} vuedeo_chart_1;

#ifdef __cplusplus
}
#endif
#endif
