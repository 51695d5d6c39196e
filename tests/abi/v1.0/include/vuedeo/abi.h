/* vuedeo/abi.h - the binary contract between the Vuedeo host and a plugin.
 *
 * C99; needs <stddef.h> and <stdint.h> only. One header a kind of interface stands in vuedeo/abi/.
 * C++ authors include vuedeo/plugin.hpp instead and never see a table of function pointers.
 *
 * Rules that hold for everything below:
 *   - Nothing allocated on one side is freed on the other: results go to the caller's sink.
 *   - A vuedeo_str is borrowed, UTF-8, not NUL-terminated, and valid only until the call returns.
 *   - No C++ type, exception, longjmp, bool, enum, long, size_t, bit-field or union crosses.
 *   - A struct begins with its size in bytes, set by whoever fills it in, and only grows at its
 * end. Read a member that came after 1.0 through VUEDEO_HAS. vuedeo_str and vuedeo_sink never grow.
 *   - A changed meaning is a new interface id ("vuedeo.chart/2"), offered beside the old one.
 *   - Each function's comment names its threads:
 *       [main]   the host's main thread, one call at a time
 *       [worker] any of several threads, concurrently; may block until the call's deadline
 *       [any]    any thread, concurrently; must not block
 *   - Times are Unix time in milliseconds (int64_t); 0 means "not set" where a comment allows it.
 */
#ifndef VUEDEO_ABI_H
#define VUEDEO_ABI_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define VUEDEO_EXPORT __attribute__((visibility("default")))
#else
#define VUEDEO_EXPORT
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define VUEDEO_ABI_MAJOR 1u /* the host refuses any other major */
#define VUEDEO_ABI_MINOR 0u /* additions only: logged, never a reason to refuse */
#define VUEDEO_SDK_VERSION "1.0.0"

/* True if the struct that the other side handed over is long enough to hold this member. */
#define VUEDEO_HAS(ptr, type, member) \
    ((ptr)->size >= offsetof(type, member) + sizeof(((type*)0)->member))

/* ---- Statuses ------------------------------------------------------------------------------ */

typedef int32_t vuedeo_status; /* fixed width: the size of an enum is the compiler's choice */

#define VUEDEO_OK 0
#define VUEDEO_E_INVALID 1   /* the request or the configuration is wrong: a retry will not help */
#define VUEDEO_E_NOT_FOUND 2 /* the named thing does not exist */
#define VUEDEO_E_DENIED 3    /* it exists, but this caller may not */
#define VUEDEO_E_UNAVAILABLE 4 /* the service behind is down or slow: a retry may help */
#define VUEDEO_E_UNSUPPORTED 5 /* this plugin does not do that */
#define VUEDEO_E_INTERNAL 6    /* a bug in the plugin */
#define VUEDEO_E_LIMITED 7     /* too many requests: retry after vuedeo_error.retry_after_ms */
#define VUEDEO_E_CONFLICT                                                  \
    8 /* the present state forbids it: the name is taken, the room is full \
       */

/* ---- Strings, results, errors --------------------------------------------------------------- */

typedef struct vuedeo_str {
    const char* data; /* may be NULL when size is 0 */
    uint64_t size;    /* in bytes */
} vuedeo_str;

/* Where the callee puts a result. Belongs to the caller; append may be called any number of times,
 * from the calling thread, until the call returns. On failure nothing is appended. */
typedef struct vuedeo_sink {
    void* ctx;
    void (*append)(void* ctx, const char* data, uint64_t size);
} vuedeo_sink;

/* Why a call failed. Belongs to the caller, who zeroes it and sets size and the sinks; a callee
 * touches it only when it returns another status than VUEDEO_OK. May be NULL. */
typedef struct vuedeo_error {
    uint32_t size;
    uint32_t retry_after_ms; /* with LIMITED or UNAVAILABLE: when to try again; 0: not known */
    vuedeo_sink message;     /* for the log, never for the end user; must hold no secret */
    vuedeo_sink field;       /* with INVALID: the argument or configuration key at fault */
} vuedeo_error;

/* What the host says of one blocking call. Valid until the call returns; never NULL. */
typedef struct vuedeo_call {
    uint32_t size;
    uint32_t deadline_ms; /* from now; the callee returns UNAVAILABLE rather than overrun it */
    void* ctx;
    int32_t (*cancelled)(void* ctx); /* [any] not 0: nobody waits for the result; may be NULL */
    vuedeo_str request_id;           /* for log lines; may be empty */
} vuedeo_call;

/* ---- What the host gives ----------------------------------------------------------------------
 */

#define VUEDEO_LOG_ERROR 3 /* severities of RFC 5424 */
#define VUEDEO_LOG_WARNING 4
#define VUEDEO_LOG_INFO 6
#define VUEDEO_LOG_DEBUG 7

/* One a plugin instance. Valid from create() until destroy() has returned. */
typedef struct vuedeo_host {
    uint32_t size;
    uint32_t abi_minor; /* of the host */
    void* ctx;
    void (*log)(void* ctx, int32_t level, vuedeo_str message); /* [any] one line, no secrets */
    /* [any] A table of host functions by id, e.g. "vuedeo.http-client/1"; NULL: this host has no
     * such service. The table lives as long as this struct. */
    const void* (*get_service)(void* ctx, const char* id);
    vuedeo_str
        data_dir; /* absolute path of this plugin's own folder; writable, there from start on */
} vuedeo_host;

/* ---- What a plugin is -------------------------------------------------------------------------
 */

/* Static data, valid as long as the library is loaded (a started library is never unloaded).
 *
 * Life of an instance: create -> start -> calls through its interfaces -> stop -> destroy. The
 * functions of its interfaces are called only between a successful start and stop. destroy may
 * follow create directly: the host also creates instances only to check a configuration. */
typedef struct vuedeo_module {
    uint32_t size;
    uint32_t abi_major;        /* VUEDEO_ABI_MAJOR */
    uint32_t abi_minor;        /* VUEDEO_ABI_MINOR */
    uint32_t reserved;         /* 0 */
    const char* id;            /* as in manifest.toml: "video-acme"; a-z 0-9 - . */
    const char* version;       /* of the plugin, semver */
    const char* sdk_version;   /* of the SDK it was built with: for logs only */
    const char* config_schema; /* JSON Schema (draft 7) of its configuration table, or NULL */

    /* [main] config_json: this plugin's TOML table as a JSON object, secrets resolved, already held
     * against config_schema. Does no network, disk or thread work, and may be called many times.
     * INVALID with error.field names the key at fault. On success *self is the instance. */
    vuedeo_status (*create)(const vuedeo_host* host, vuedeo_str config_json, void** self,
                            vuedeo_error* error);
    /* [main] Opens what create described; may start threads. After a failure the host may call
     * start again later, or destroy. */
    vuedeo_status (*start)(void* self, const vuedeo_call* call, vuedeo_error* error);
    /* [main] When it returns, no thread of the plugin runs and none will call the host. Calls that
     * are under way on other threads have returned before the host calls it. */
    void (*stop)(void* self);
    void (*destroy)(void* self); /* [main] after stop, or after create or a failed start */
    /* [any] The table of an interface by id, valid until destroy; NULL: not offered. */
    const void* (*get_interface)(void* self, const char* id);
} vuedeo_module;

/* The only symbol that a plugin exports. Its name carries the ABI's major version. */
VUEDEO_EXPORT const vuedeo_module* vuedeo_module_v1(void);
typedef const vuedeo_module* (*vuedeo_module_fn)(void);
#define VUEDEO_MODULE_SYMBOL "vuedeo_module_v1"

/* ---- vuedeo.health/1: optional, for a plugin of any kind ----------------------------------------
 */

#define VUEDEO_HEALTH_1 "vuedeo.health/1"

typedef struct vuedeo_health_1 {
    uint32_t size;
    uint32_t reserved;
    /* [worker] OK: ready to serve. UNAVAILABLE with a message otherwise. details_json receives an
     * object for administrators ({"server": "PostgreSQL 15.20", ...}); it must hold no secret. */
    vuedeo_status (*check)(void* self, const vuedeo_call* call, const vuedeo_sink* details_json,
                           vuedeo_error* error);
} vuedeo_health_1;

/* ---- vuedeo.preview/1: optional, for a plugin of any kind ---------------------------------------
 */

#define VUEDEO_PREVIEW_1 "vuedeo.preview/1"

typedef struct vuedeo_preview_1 {
    uint32_t size;
    uint32_t reserved;
    /* [main] Of an instance that is not started: what start would change outside of the process, a
     * database's tables for example. Changes nothing itself. text receives one line for people.
     * UNAVAILABLE: that cannot be told now. */
    vuedeo_status (*preview)(void* self, const vuedeo_call* call, const vuedeo_sink* text,
                             vuedeo_error* error);
} vuedeo_preview_1;

#ifdef __cplusplus
}
#endif
#endif
