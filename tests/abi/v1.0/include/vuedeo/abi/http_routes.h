/* vuedeo/abi/http_routes.h - HTTP requests that a plugin serves itself, below its own path:
 *
 *     GET or POST /api/v1/plugins/<id>/<path...>
 *
 * For what is neither a room nor a sample: webhooks of the service behind, for example. The host
 * parses, bounds and answers; the plugin decides who may ask: no token is checked for it.
 */
#ifndef VUEDEO_ABI_HTTP_ROUTES_H
#define VUEDEO_ABI_HTTP_ROUTES_H

#include "../abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The plugin's side, by vuedeo_module.get_interface; for a plugin of any kind. */
#define VUEDEO_HTTP_ROUTES_1 "vuedeo.http-routes/1"

typedef struct vuedeo_route_header {
    vuedeo_str name; /* as the client spelled it: compare without regard to case */
    vuedeo_str value;
} vuedeo_route_header;

/* The server is open to everybody, or the request has brought the administrator's token. */
#define VUEDEO_ROUTE_ADMINISTRATOR 1u

typedef struct vuedeo_route_request {
    uint32_t size;
    uint32_t flags;    /* VUEDEO_ROUTE_... */
    vuedeo_str method; /* "GET", "HEAD" (answer as to GET) or "POST" */
    vuedeo_str path;   /* below the plugin's own, decoded: "webhook", "rooms/abc" */
    vuedeo_str query;  /* after the '?', as it came */
    const vuedeo_route_header* headers;
    uint32_t header_count;
    uint32_t reserved;
    vuedeo_str body; /* as it came, at most server.limits.body_bytes */
    vuedeo_str peer; /* the client's IP address, or its proxy's */
} vuedeo_route_request;

/* Belongs to the caller, who sets size and the sinks. */
typedef struct vuedeo_route_response {
    uint32_t size;
    int32_t status;           /* 200..599, set by the callee */
    vuedeo_sink content_type; /* nothing appended: application/json */
    vuedeo_sink body;         /* at most 1 MiB */
} vuedeo_route_response;

typedef struct vuedeo_http_routes_1 {
    uint32_t size;
    uint32_t reserved;
    /* [worker] Answers one request. Any status but OK is answered with a problem document of the
     * host's (RFC 9457) and touches no response: NOT_FOUND 404, DENIED 403, INVALID 400,
     * CONFLICT 409, LIMITED and UNAVAILABLE 503 with Retry-After. */
    vuedeo_status (*handle)(void* self, const vuedeo_route_request* request,
                            const vuedeo_call* call, vuedeo_route_response* response,
                            vuedeo_error* error);
} vuedeo_http_routes_1;

#ifdef __cplusplus
}
#endif
#endif
