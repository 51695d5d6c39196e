/* vuedeo/abi/services.h - the outside world as the host gives it: clock and HTTP client.
 *
 * Asked for by id through vuedeo_host.get_service. A check tool can stand in for every one of them.
 */
#ifndef VUEDEO_ABI_SERVICES_H
#define VUEDEO_ABI_SERVICES_H

#include "../abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- vuedeo.clock/1 ------------------------------------------------------------------------- */

#define VUEDEO_CLOCK_1 "vuedeo.clock/1"

typedef struct vuedeo_clock_1 {
    uint32_t size;
    uint32_t reserved;
    void* ctx;
    int64_t (*now_ms)(void* ctx);       /* [any] Unix time */
    int64_t (*monotonic_ms)(void* ctx); /* [any] for durations; the origin is arbitrary */
} vuedeo_clock_1;

/* ---- vuedeo.http-client/1 ------------------------------------------------------------------- */

#define VUEDEO_HTTP_CLIENT_1 "vuedeo.http-client/1"

typedef struct vuedeo_http_header {
    vuedeo_str name;
    vuedeo_str value;
} vuedeo_http_header;

/* The request may be sent again after a failed connection, a 429 or a 5xx. Without it, it is sent
 * again only when it certainly never reached the server (the connection was refused). */
#define VUEDEO_HTTP_IDEMPOTENT 1u

typedef struct vuedeo_http_request {
    uint32_t size;
    uint32_t flags;    /* VUEDEO_HTTP_... */
    vuedeo_str method; /* "GET", "POST", ... */
    vuedeo_str url;    /* http or https; certificates are verified against the system's roots */
    const vuedeo_http_header*
        headers; /* their values never reach a log, nor does the URL's query */
    uint32_t header_count;
    uint32_t max_attempts; /* 1..10; between them exponential backoff with jitter, or Retry-After */
    vuedeo_str body;
    uint32_t deadline_ms;        /* over all attempts */
    uint32_t max_response_bytes; /* a longer body is UNAVAILABLE; 0: 1 MiB */
} vuedeo_http_request;

/* Belongs to the caller, who sets size and the sinks. */
typedef struct vuedeo_http_response {
    uint32_t size;
    int32_t status; /* 100..599 */
    vuedeo_sink body;
    void* ctx;
    /* Called for each header of the last answer; may be NULL. */
    void (*header)(void* ctx, vuedeo_str name, vuedeo_str value);
    uint32_t attempts;
    uint32_t reserved;
} vuedeo_http_response;

typedef struct vuedeo_http_client_1 {
    uint32_t size;
    uint32_t reserved;
    void* ctx;
    /* [worker] OK: the server answered, whatever its status. UNAVAILABLE: it did not in time.
     * INVALID: the request itself is malformed. Redirects are not followed. */
    vuedeo_status (*fetch)(void* ctx, const vuedeo_http_request* request,
                           vuedeo_http_response* response, vuedeo_error* error);
} vuedeo_http_client_1;

#ifdef __cplusplus
}
#endif
#endif
