/* Freezes ABI 1: every offset, size, value and function type of the C headers. It does not compile
 * once one of them has changed. Texts and the dictionary of fields are frozen in freeze_texts.c.
 *
 * A struct that has grown at its end: a line for the new member, and the new size. A new struct,
 * table or value: its lines. No line that stands here ever changes otherwise.
 */
#include <vuedeo/abi/chart.h>
#include <vuedeo/abi/http_routes.h>
#include <vuedeo/abi/metrics_store.h>
#include <vuedeo/abi/realtime.h>
#include <vuedeo/abi/room_events.h>
#include <vuedeo/abi/sample_source.h>
#include <vuedeo/abi/services.h>
#include <vuedeo/abi/video_provider.h>

#if UINTPTR_MAX != 0xFFFFFFFFFFFFFFFFU
#error "the offsets below are those of machines with pointers of 64 bits"
#endif

#define HAS_TYPE(value, ...) _Generic((value), __VA_ARGS__ : 1, default : 0)

#define VALUE(name, value) _Static_assert((name) == (value), #name)
#define SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), #type " has another size")
#define MEMBER(type, member, offset, ...)                                               \
    _Static_assert(offsetof(type, member) == (offset), #type "." #member " has moved"); \
    _Static_assert(HAS_TYPE(((type*)0)->member, __VA_ARGS__), #type "." #member ": another type")

/* ---- vuedeo/abi.h ---------------------------------------------------------------------------- */

VALUE(VUEDEO_ABI_MAJOR, 1u);
VALUE(VUEDEO_OK, 0);
VALUE(VUEDEO_E_INVALID, 1);
VALUE(VUEDEO_E_NOT_FOUND, 2);
VALUE(VUEDEO_E_DENIED, 3);
VALUE(VUEDEO_E_UNAVAILABLE, 4);
VALUE(VUEDEO_E_UNSUPPORTED, 5);
VALUE(VUEDEO_E_INTERNAL, 6);
VALUE(VUEDEO_E_LIMITED, 7);
VALUE(VUEDEO_E_CONFLICT, 8);
VALUE(VUEDEO_LOG_ERROR, 3);
VALUE(VUEDEO_LOG_WARNING, 4);
VALUE(VUEDEO_LOG_INFO, 6);
VALUE(VUEDEO_LOG_DEBUG, 7);

SIZE(vuedeo_str, 16);
MEMBER(vuedeo_str, data, 0, const char*);
MEMBER(vuedeo_str, size, 8, uint64_t);

SIZE(vuedeo_sink, 16);
MEMBER(vuedeo_sink, ctx, 0, void*);
MEMBER(vuedeo_sink, append, 8, void (*)(void*, const char*, uint64_t));

SIZE(vuedeo_error, 40);
MEMBER(vuedeo_error, size, 0, uint32_t);
MEMBER(vuedeo_error, retry_after_ms, 4, uint32_t);
MEMBER(vuedeo_error, message, 8, vuedeo_sink);
MEMBER(vuedeo_error, field, 24, vuedeo_sink);

SIZE(vuedeo_call, 40);
MEMBER(vuedeo_call, size, 0, uint32_t);
MEMBER(vuedeo_call, deadline_ms, 4, uint32_t);
MEMBER(vuedeo_call, ctx, 8, void*);
MEMBER(vuedeo_call, cancelled, 16, int32_t (*)(void*));
MEMBER(vuedeo_call, request_id, 24, vuedeo_str);

SIZE(vuedeo_host, 48);
MEMBER(vuedeo_host, size, 0, uint32_t);
MEMBER(vuedeo_host, abi_minor, 4, uint32_t);
MEMBER(vuedeo_host, ctx, 8, void*);
MEMBER(vuedeo_host, log, 16, void (*)(void*, int32_t, vuedeo_str));
MEMBER(vuedeo_host, get_service, 24, const void* (*)(void*, const char*));
MEMBER(vuedeo_host, data_dir, 32, vuedeo_str);

SIZE(vuedeo_module, 88);
MEMBER(vuedeo_module, size, 0, uint32_t);
MEMBER(vuedeo_module, abi_major, 4, uint32_t);
MEMBER(vuedeo_module, abi_minor, 8, uint32_t);
MEMBER(vuedeo_module, reserved, 12, uint32_t);
MEMBER(vuedeo_module, id, 16, const char*);
MEMBER(vuedeo_module, version, 24, const char*);
MEMBER(vuedeo_module, sdk_version, 32, const char*);
MEMBER(vuedeo_module, config_schema, 40, const char*);
MEMBER(vuedeo_module, create, 48,
       vuedeo_status (*)(const vuedeo_host*, vuedeo_str, void**, vuedeo_error*));
MEMBER(vuedeo_module, start, 56, vuedeo_status (*)(void*, const vuedeo_call*, vuedeo_error*));
MEMBER(vuedeo_module, stop, 64, void (*)(void*));
MEMBER(vuedeo_module, destroy, 72, void (*)(void*));
MEMBER(vuedeo_module, get_interface, 80, const void* (*)(void*, const char*));

_Static_assert(HAS_TYPE(&vuedeo_module_v1, const vuedeo_module* (*)(void)),
               "the exported function");
_Static_assert(HAS_TYPE((vuedeo_module_fn)0, const vuedeo_module* (*)(void)), "vuedeo_module_fn");

SIZE(vuedeo_health_1, 16);
MEMBER(vuedeo_health_1, size, 0, uint32_t);
MEMBER(vuedeo_health_1, reserved, 4, uint32_t);
MEMBER(vuedeo_health_1, check, 8,
       vuedeo_status (*)(void*, const vuedeo_call*, const vuedeo_sink*, vuedeo_error*));

SIZE(vuedeo_preview_1, 16);
MEMBER(vuedeo_preview_1, size, 0, uint32_t);
MEMBER(vuedeo_preview_1, reserved, 4, uint32_t);
MEMBER(vuedeo_preview_1, preview, 8,
       vuedeo_status (*)(void*, const vuedeo_call*, const vuedeo_sink*, vuedeo_error*));

/* ---- vuedeo/abi/services.h ------------------------------------------------------------------- */

VALUE(VUEDEO_HTTP_IDEMPOTENT, 1u);

SIZE(vuedeo_clock_1, 32);
MEMBER(vuedeo_clock_1, size, 0, uint32_t);
MEMBER(vuedeo_clock_1, reserved, 4, uint32_t);
MEMBER(vuedeo_clock_1, ctx, 8, void*);
MEMBER(vuedeo_clock_1, now_ms, 16, int64_t (*)(void*));
MEMBER(vuedeo_clock_1, monotonic_ms, 24, int64_t (*)(void*));

SIZE(vuedeo_http_header, 32);
MEMBER(vuedeo_http_header, name, 0, vuedeo_str);
MEMBER(vuedeo_http_header, value, 16, vuedeo_str);

SIZE(vuedeo_http_request, 80);
MEMBER(vuedeo_http_request, size, 0, uint32_t);
MEMBER(vuedeo_http_request, flags, 4, uint32_t);
MEMBER(vuedeo_http_request, method, 8, vuedeo_str);
MEMBER(vuedeo_http_request, url, 24, vuedeo_str);
MEMBER(vuedeo_http_request, headers, 40, const vuedeo_http_header*);
MEMBER(vuedeo_http_request, header_count, 48, uint32_t);
MEMBER(vuedeo_http_request, max_attempts, 52, uint32_t);
MEMBER(vuedeo_http_request, body, 56, vuedeo_str);
MEMBER(vuedeo_http_request, deadline_ms, 72, uint32_t);
MEMBER(vuedeo_http_request, max_response_bytes, 76, uint32_t);

SIZE(vuedeo_http_response, 48);
MEMBER(vuedeo_http_response, size, 0, uint32_t);
MEMBER(vuedeo_http_response, status, 4, int32_t);
MEMBER(vuedeo_http_response, body, 8, vuedeo_sink);
MEMBER(vuedeo_http_response, ctx, 24, void*);
MEMBER(vuedeo_http_response, header, 32, void (*)(void*, vuedeo_str, vuedeo_str));
MEMBER(vuedeo_http_response, attempts, 40, uint32_t);
MEMBER(vuedeo_http_response, reserved, 44, uint32_t);

SIZE(vuedeo_http_client_1, 24);
MEMBER(vuedeo_http_client_1, size, 0, uint32_t);
MEMBER(vuedeo_http_client_1, reserved, 4, uint32_t);
MEMBER(vuedeo_http_client_1, ctx, 8, void*);
MEMBER(vuedeo_http_client_1, fetch, 16,
       vuedeo_status (*)(void*, const vuedeo_http_request*, vuedeo_http_response*, vuedeo_error*));

/* ---- vuedeo/abi/realtime.h ------------------------------------------------------------------- */

SIZE(vuedeo_realtime_1, 32);
MEMBER(vuedeo_realtime_1, size, 0, uint32_t);
MEMBER(vuedeo_realtime_1, reserved, 4, uint32_t);
MEMBER(vuedeo_realtime_1, ctx, 8, void*);
MEMBER(vuedeo_realtime_1, send, 16, vuedeo_status (*)(void*, uint64_t, vuedeo_str));
MEMBER(vuedeo_realtime_1, close, 24, void (*)(void*, uint64_t, uint32_t, vuedeo_str));

SIZE(vuedeo_realtime_peer, 64);
MEMBER(vuedeo_realtime_peer, size, 0, uint32_t);
MEMBER(vuedeo_realtime_peer, max_participants, 4, uint32_t);
MEMBER(vuedeo_realtime_peer, id, 8, uint64_t);
MEMBER(vuedeo_realtime_peer, room, 16, vuedeo_str);
MEMBER(vuedeo_realtime_peer, participant_id, 32, vuedeo_str);
MEMBER(vuedeo_realtime_peer, display_name, 48, vuedeo_str);

SIZE(vuedeo_realtime_listener_1, 32);
MEMBER(vuedeo_realtime_listener_1, size, 0, uint32_t);
MEMBER(vuedeo_realtime_listener_1, reserved, 4, uint32_t);
MEMBER(vuedeo_realtime_listener_1, on_open, 8, void (*)(void*, const vuedeo_realtime_peer*));
MEMBER(vuedeo_realtime_listener_1, on_message, 16, void (*)(void*, uint64_t, vuedeo_str));
MEMBER(vuedeo_realtime_listener_1, on_close, 24, void (*)(void*, uint64_t));

/* ---- vuedeo/abi/video_provider.h ------------------------------------------------------------- */

VALUE(VUEDEO_ADMIT_OWNER, 1u);

SIZE(vuedeo_room_request, 48);
MEMBER(vuedeo_room_request, size, 0, uint32_t);
MEMBER(vuedeo_room_request, max_participants, 4, uint32_t);
MEMBER(vuedeo_room_request, name, 8, vuedeo_str);
MEMBER(vuedeo_room_request, expires_at_ms, 24, int64_t);
MEMBER(vuedeo_room_request, options_json, 32, vuedeo_str);

SIZE(vuedeo_admission, 72);
MEMBER(vuedeo_admission, size, 0, uint32_t);
MEMBER(vuedeo_admission, flags, 4, uint32_t);
MEMBER(vuedeo_admission, room, 8, vuedeo_str);
MEMBER(vuedeo_admission, participant_id, 24, vuedeo_str);
MEMBER(vuedeo_admission, display_name, 40, vuedeo_str);
MEMBER(vuedeo_admission, expires_at_ms, 56, int64_t);
MEMBER(vuedeo_admission, max_participants, 64, uint32_t);
MEMBER(vuedeo_admission, reserved, 68, uint32_t);

SIZE(vuedeo_video_provider_1, 64);
MEMBER(vuedeo_video_provider_1, size, 0, uint32_t);
MEMBER(vuedeo_video_provider_1, reserved, 4, uint32_t);
MEMBER(vuedeo_video_provider_1, create_room, 8,
       vuedeo_status (*)(void*, const vuedeo_room_request*, const vuedeo_call*, const vuedeo_sink*,
                         vuedeo_error*));
MEMBER(vuedeo_video_provider_1, find_room, 16,
       vuedeo_status (*)(void*, vuedeo_str, const vuedeo_call*, const vuedeo_sink*, vuedeo_error*));
MEMBER(vuedeo_video_provider_1, end_room, 24,
       vuedeo_status (*)(void*, vuedeo_str, const vuedeo_call*, vuedeo_error*));
MEMBER(vuedeo_video_provider_1, admit, 32,
       vuedeo_status (*)(void*, const vuedeo_admission*, const vuedeo_call*, const vuedeo_sink*,
                         vuedeo_error*));
MEMBER(vuedeo_video_provider_1, list_rooms, 40,
       vuedeo_status (*)(void*, vuedeo_str, uint32_t, const vuedeo_call*, const vuedeo_sink*,
                         vuedeo_error*));
MEMBER(vuedeo_video_provider_1, presence, 48,
       vuedeo_status (*)(void*, vuedeo_str, const vuedeo_call*, const vuedeo_sink*, vuedeo_error*));
MEMBER(vuedeo_video_provider_1, meetings, 56,
       vuedeo_status (*)(void*, vuedeo_str, uint32_t, const vuedeo_call*, const vuedeo_sink*,
                         vuedeo_error*));

/* ---- vuedeo/abi/metrics_store.h -------------------------------------------------------------- */

VALUE(VUEDEO_CONTINUE, 0);
VALUE(VUEDEO_STOP, 1);
VALUE(VUEDEO_SAMPLE_STORED, 0);
VALUE(VUEDEO_SAMPLE_DUPLICATE, 1);
VALUE(VUEDEO_SAMPLE_REJECTED, 2);

SIZE(vuedeo_sample, 224);
MEMBER(vuedeo_sample, room, 0, vuedeo_str);
MEMBER(vuedeo_sample, participant_id, 16, vuedeo_str);
MEMBER(vuedeo_sample, sampled_at_ms, 32, int64_t);
MEMBER(vuedeo_sample, values, 40, float*);

SIZE(vuedeo_sample_batch, 24);
MEMBER(vuedeo_sample_batch, size, 0, uint32_t);
MEMBER(vuedeo_sample_batch, stride, 4, uint32_t);
MEMBER(vuedeo_sample_batch, count, 8, uint32_t);
MEMBER(vuedeo_sample_batch, field_count, 12, uint32_t);
MEMBER(vuedeo_sample_batch, samples, 16, const vuedeo_sample*);

SIZE(vuedeo_room, 104);
MEMBER(vuedeo_room, size, 0, uint32_t);
MEMBER(vuedeo_room, max_participants, 4, uint32_t);
MEMBER(vuedeo_room, name, 8, vuedeo_str);
MEMBER(vuedeo_room, created_at_ms, 24, int64_t);
MEMBER(vuedeo_room, expires_at_ms, 32, int64_t);
MEMBER(vuedeo_room, ended_at_ms, 40, int64_t);
MEMBER(vuedeo_room, provider, 48, vuedeo_str);
MEMBER(vuedeo_room, provider_json, 64, vuedeo_str);
MEMBER(vuedeo_room, last_sample_at_ms, 80, int64_t);
MEMBER(vuedeo_room, participant_count, 88, uint32_t);
MEMBER(vuedeo_room, reserved, 92, uint32_t);
MEMBER(vuedeo_room, active_at_ms, 96, int64_t);

SIZE(vuedeo_participant, 96);
MEMBER(vuedeo_participant, size, 0, uint32_t);
MEMBER(vuedeo_participant, reserved, 4, uint32_t);
MEMBER(vuedeo_participant, room, 8, vuedeo_str);
MEMBER(vuedeo_participant, id, 24, vuedeo_str);
MEMBER(vuedeo_participant, display_name, 40, vuedeo_str);
MEMBER(vuedeo_participant, joined_at_ms, 56, int64_t);
MEMBER(vuedeo_participant, first_sample_at_ms, 64, int64_t);
MEMBER(vuedeo_participant, last_sample_at_ms, 72, int64_t);
MEMBER(vuedeo_participant, sample_count, 80, uint64_t);
MEMBER(vuedeo_participant, left_at_ms, 88, int64_t);

SIZE(vuedeo_room_query, 56);
MEMBER(vuedeo_room_query, size, 0, uint32_t);
MEMBER(vuedeo_room_query, limit, 4, uint32_t);
MEMBER(vuedeo_room_query, text, 8, vuedeo_str);
MEMBER(vuedeo_room_query, from_ms, 24, int64_t);
MEMBER(vuedeo_room_query, to_ms, 32, int64_t);
MEMBER(vuedeo_room_query, cursor, 40, vuedeo_str);

SIZE(vuedeo_room_visitor, 16);
MEMBER(vuedeo_room_visitor, ctx, 0, void*);
MEMBER(vuedeo_room_visitor, visit, 8, int32_t (*)(void*, const vuedeo_room*));

SIZE(vuedeo_participant_visitor, 16);
MEMBER(vuedeo_participant_visitor, ctx, 0, void*);
MEMBER(vuedeo_participant_visitor, visit, 8, int32_t (*)(void*, const vuedeo_participant*));

SIZE(vuedeo_series_query, 72);
MEMBER(vuedeo_series_query, size, 0, uint32_t);
MEMBER(vuedeo_series_query, field_count, 4, uint32_t);
MEMBER(vuedeo_series_query, room, 8, vuedeo_str);
MEMBER(vuedeo_series_query, participant_id, 24, vuedeo_str);
MEMBER(vuedeo_series_query, from_ms, 40, int64_t);
MEMBER(vuedeo_series_query, to_ms, 48, int64_t);
MEMBER(vuedeo_series_query, interval_ms, 56, int64_t);
MEMBER(vuedeo_series_query, fields, 64, const uint32_t*);

SIZE(vuedeo_aggregate, 32);
MEMBER(vuedeo_aggregate, sum, 0, double);
MEMBER(vuedeo_aggregate, min, 8, double);
MEMBER(vuedeo_aggregate, max, 16, double);
MEMBER(vuedeo_aggregate, count, 24, uint64_t);

SIZE(vuedeo_bucket, 48);
MEMBER(vuedeo_bucket, size, 0, uint32_t);
MEMBER(vuedeo_bucket, field_count, 4, uint32_t);
MEMBER(vuedeo_bucket, participant_id, 8, vuedeo_str);
MEMBER(vuedeo_bucket, start_ms, 24, int64_t);
MEMBER(vuedeo_bucket, sample_count, 32, uint64_t);
MEMBER(vuedeo_bucket, aggregates, 40, const vuedeo_aggregate*);

SIZE(vuedeo_bucket_visitor, 16);
MEMBER(vuedeo_bucket_visitor, ctx, 0, void*);
MEMBER(vuedeo_bucket_visitor, visit, 8, int32_t (*)(void*, const vuedeo_bucket*));

SIZE(vuedeo_sample_query, 56);
MEMBER(vuedeo_sample_query, size, 0, uint32_t);
MEMBER(vuedeo_sample_query, reserved, 4, uint32_t);
MEMBER(vuedeo_sample_query, room, 8, vuedeo_str);
MEMBER(vuedeo_sample_query, participant_id, 24, vuedeo_str);
MEMBER(vuedeo_sample_query, from_ms, 40, int64_t);
MEMBER(vuedeo_sample_query, to_ms, 48, int64_t);

SIZE(vuedeo_sample_visitor, 16);
MEMBER(vuedeo_sample_visitor, ctx, 0, void*);
MEMBER(vuedeo_sample_visitor, visit, 8, int32_t (*)(void*, const vuedeo_sample*, uint32_t));

SIZE(vuedeo_metrics_store_1, 88);
MEMBER(vuedeo_metrics_store_1, size, 0, uint32_t);
MEMBER(vuedeo_metrics_store_1, reserved, 4, uint32_t);
MEMBER(vuedeo_metrics_store_1, append, 8,
       vuedeo_status (*)(void*, const vuedeo_sample_batch*, uint8_t*, const vuedeo_call*,
                         vuedeo_error*));
MEMBER(vuedeo_metrics_store_1, save_room, 16,
       vuedeo_status (*)(void*, const vuedeo_room*, const vuedeo_call*, vuedeo_error*));
MEMBER(vuedeo_metrics_store_1, find_room, 24,
       vuedeo_status (*)(void*, vuedeo_str, const vuedeo_call*, const vuedeo_room_visitor*,
                         vuedeo_error*));
MEMBER(vuedeo_metrics_store_1, list_rooms, 32,
       vuedeo_status (*)(void*, const vuedeo_room_query*, const vuedeo_call*,
                         const vuedeo_room_visitor*, const vuedeo_sink*, vuedeo_error*));
MEMBER(vuedeo_metrics_store_1, save_participant, 40,
       vuedeo_status (*)(void*, const vuedeo_participant*, const vuedeo_call*, vuedeo_error*));
MEMBER(vuedeo_metrics_store_1, list_participants, 48,
       vuedeo_status (*)(void*, vuedeo_str, const vuedeo_call*, const vuedeo_participant_visitor*,
                         vuedeo_error*));
MEMBER(vuedeo_metrics_store_1, series, 56,
       vuedeo_status (*)(void*, const vuedeo_series_query*, const vuedeo_call*,
                         const vuedeo_bucket_visitor*, vuedeo_error*));
MEMBER(vuedeo_metrics_store_1, samples, 64,
       vuedeo_status (*)(void*, const vuedeo_sample_query*, const vuedeo_call*,
                         const vuedeo_sample_visitor*, vuedeo_error*));
MEMBER(vuedeo_metrics_store_1, delete_before, 72,
       vuedeo_status (*)(void*, int64_t, const vuedeo_call*, uint64_t*, vuedeo_error*));
MEMBER(vuedeo_metrics_store_1, check_retention, 80,
       vuedeo_status (*)(void*, int64_t, const vuedeo_call*, vuedeo_error*));

/* ---- vuedeo/abi/chart.h ---------------------------------------------------------------------- */

SIZE(vuedeo_chart_1, 24);
MEMBER(vuedeo_chart_1, size, 0, uint32_t);
MEMBER(vuedeo_chart_1, reserved, 4, uint32_t);
MEMBER(vuedeo_chart_1, media_type, 8, const char*);
MEMBER(vuedeo_chart_1, render, 16,
       vuedeo_status (*)(void*, vuedeo_str, vuedeo_str, const vuedeo_call*, const vuedeo_sink*,
                         vuedeo_error*));

/* ---- vuedeo/abi/http_routes.h ---------------------------------------------------------------- */

VALUE(VUEDEO_ROUTE_ADMINISTRATOR, 1u);

SIZE(vuedeo_route_header, 32);
MEMBER(vuedeo_route_header, name, 0, vuedeo_str);
MEMBER(vuedeo_route_header, value, 16, vuedeo_str);

SIZE(vuedeo_route_request, 104);
MEMBER(vuedeo_route_request, size, 0, uint32_t);
MEMBER(vuedeo_route_request, flags, 4, uint32_t);
MEMBER(vuedeo_route_request, method, 8, vuedeo_str);
MEMBER(vuedeo_route_request, path, 24, vuedeo_str);
MEMBER(vuedeo_route_request, query, 40, vuedeo_str);
MEMBER(vuedeo_route_request, headers, 56, const vuedeo_route_header*);
MEMBER(vuedeo_route_request, header_count, 64, uint32_t);
MEMBER(vuedeo_route_request, reserved, 68, uint32_t);
MEMBER(vuedeo_route_request, body, 72, vuedeo_str);
MEMBER(vuedeo_route_request, peer, 88, vuedeo_str);

SIZE(vuedeo_route_response, 40);
MEMBER(vuedeo_route_response, size, 0, uint32_t);
MEMBER(vuedeo_route_response, status, 4, int32_t);
MEMBER(vuedeo_route_response, content_type, 8, vuedeo_sink);
MEMBER(vuedeo_route_response, body, 24, vuedeo_sink);

SIZE(vuedeo_http_routes_1, 16);
MEMBER(vuedeo_http_routes_1, size, 0, uint32_t);
MEMBER(vuedeo_http_routes_1, reserved, 4, uint32_t);
MEMBER(vuedeo_http_routes_1, handle, 8,
       vuedeo_status (*)(void*, const vuedeo_route_request*, const vuedeo_call*,
                         vuedeo_route_response*, vuedeo_error*));

/* ---- vuedeo/abi/room_events.h ---------------------------------------------------------------- */

SIZE(vuedeo_room_visit, 64);
MEMBER(vuedeo_room_visit, size, 0, uint32_t);
MEMBER(vuedeo_room_visit, reserved, 4, uint32_t);
MEMBER(vuedeo_room_visit, room, 8, vuedeo_str);
MEMBER(vuedeo_room_visit, participant_id, 24, vuedeo_str);
MEMBER(vuedeo_room_visit, display_name, 40, vuedeo_str);
MEMBER(vuedeo_room_visit, at_ms, 56, int64_t);

SIZE(vuedeo_room_events_1, 40);
MEMBER(vuedeo_room_events_1, size, 0, uint32_t);
MEMBER(vuedeo_room_events_1, reserved, 4, uint32_t);
MEMBER(vuedeo_room_events_1, ctx, 8, void*);
MEMBER(vuedeo_room_events_1, participant_joined, 16,
       vuedeo_status (*)(void*, const vuedeo_room_visit*, vuedeo_error*));
MEMBER(vuedeo_room_events_1, participant_left, 24,
       vuedeo_status (*)(void*, const vuedeo_room_visit*, vuedeo_error*));
MEMBER(vuedeo_room_events_1, find_room, 32, vuedeo_status (*)(void*, vuedeo_str, vuedeo_error*));

/* ---- vuedeo/abi/sample_source.h -------------------------------------------------------------- */

SIZE(vuedeo_sample_source_1, 24);
MEMBER(vuedeo_sample_source_1, size, 0, uint32_t);
MEMBER(vuedeo_sample_source_1, reserved, 4, uint32_t);
MEMBER(vuedeo_sample_source_1, count, 8,
       vuedeo_status (*)(void*, vuedeo_str, const vuedeo_call*, uint64_t*, vuedeo_error*));
MEMBER(vuedeo_sample_source_1, read, 16,
       vuedeo_status (*)(void*, vuedeo_str, uint32_t, const vuedeo_call*,
                         const vuedeo_sample_visitor*, const vuedeo_sink*, vuedeo_error*));
