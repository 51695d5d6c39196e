/* A provider in plain C99. It keeps no rooms; a session names the participant whom it admits. */
#include <string.h>
#include <vuedeo/abi/video_provider.h>

static int instance;

static void append(const vuedeo_sink* sink, const char* text, uint64_t size) {
    sink->append(sink->ctx, text, size);
}

static vuedeo_status refuse(vuedeo_error* error, vuedeo_status status, const char* why) {
    if (error != NULL) append(&error->message, why, strlen(why));
    return status;
}

static vuedeo_status create_room(void* self, const vuedeo_room_request* request,
                                 const vuedeo_call* call, const vuedeo_sink* room_json,
                                 vuedeo_error* error) {
    (void)self, (void)request, (void)call, (void)error;
    append(room_json, "{}", 2);
    return VUEDEO_OK;
}

static vuedeo_status find_room(void* self, vuedeo_str name, const vuedeo_call* call,
                               const vuedeo_sink* room_json, vuedeo_error* error) {
    (void)self, (void)name, (void)call, (void)error;
    append(room_json, "{}", 2);
    return VUEDEO_OK;
}

static vuedeo_status end_room(void* self, vuedeo_str name, const vuedeo_call* call,
                              vuedeo_error* error) {
    (void)self, (void)name, (void)call, (void)error;
    return VUEDEO_OK;
}

static vuedeo_status admit(void* self, const vuedeo_admission* admission, const vuedeo_call* call,
                           const vuedeo_sink* session_json, vuedeo_error* error) {
    static const char before[] = "{\"admitted\": \"";
    const vuedeo_str who = admission->participant_id; /* letters, digits, - and _: no escaping */
    (void)self, (void)call;
    if (admission->display_name.size == 7 &&
        memcmp(admission->display_name.data, "Mallory", 7) == 0) {
        return refuse(error, VUEDEO_E_DENIED, "not today");
    }
    append(session_json, before, sizeof before - 1);
    append(session_json, who.data, who.size);
    append(session_json, "\"}", 2);
    return VUEDEO_OK;
}

static const vuedeo_video_provider_1 provider = {
    sizeof provider, 0, create_room, find_room, end_room, admit, NULL, NULL, NULL,
};

static vuedeo_status create(const vuedeo_host* host, vuedeo_str config_json, void** self,
                            vuedeo_error* error) {
    (void)host, (void)config_json, (void)error;
    *self = &instance;
    return VUEDEO_OK;
}

static vuedeo_status start(void* self, const vuedeo_call* call, vuedeo_error* error) {
    (void)self, (void)call, (void)error;
    return VUEDEO_OK;
}

static void stop(void* self) {
    (void)self;
}

static void destroy(void* self) {
    (void)self;
}

static const void* get_interface(void* self, const char* id) {
    (void)self;
    return strcmp(id, VUEDEO_VIDEO_PROVIDER_1) == 0 ? &provider : NULL;
}

static const vuedeo_module module = {
    sizeof module,
    VUEDEO_ABI_MAJOR,
    VUEDEO_ABI_MINOR,
    0,
    "video-plain-c",
    "1.0.0",
    VUEDEO_SDK_VERSION,
    NULL,
    create,
    start,
    stop,
    destroy,
    get_interface,
};

const vuedeo_module* vuedeo_module_v1(void) {
    return &module;
}
