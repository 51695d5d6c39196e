// The module: the real one's, with one function or member that breaks a rule.
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vuedeo/plugin.hpp>

#include "broken.hpp"

namespace vuedeo::broken {
namespace {

const vuedeo_module* real = nullptr;
vuedeo_module mine{};
const vuedeo_host* host = nullptr;  // of the last instance

vuedeo_status createWithoutLooking(const vuedeo_host* h, vuedeo_str, void** self,
                                   vuedeo_error* error) {
    return real->create(h, str("{}"), self, error);
}

vuedeo_status createWithAFile(const vuedeo_host* h, vuedeo_str config, void** self,
                              vuedeo_error* error) {
    static_cast<void>(::open("/dev/null", O_RDONLY));
    return real->create(h, config, self, error);
}

vuedeo_status createWithALeak(const vuedeo_host* h, vuedeo_str config, void** self,
                              vuedeo_error* error) {
    static void* last = nullptr;
    void** block = static_cast<void**>(std::calloc(1, 8192));
    *block = last;
    last = block;
    return real->create(h, config, self, error);
}

vuedeo_status createOnlyOne(const vuedeo_host* h, vuedeo_str config, void** self,
                            vuedeo_error* error) {
    static void* only = nullptr;
    if (only == nullptr) {
        const vuedeo_status status = real->create(h, config, &only, error);
        if (status != VUEDEO_OK) return status;
    }
    *self = only;
    return VUEDEO_OK;
}

vuedeo_status createAndTell(const vuedeo_host* h, vuedeo_str config, void** self,
                            vuedeo_error* error) {
    h->log(h->ctx, VUEDEO_LOG_INFO, config);
    return real->create(h, config, self, error);
}

vuedeo_status createAndRemember(const vuedeo_host* h, vuedeo_str config, void** self,
                                vuedeo_error* error) {
    host = h;
    return real->create(h, config, self, error);
}

vuedeo_status failToStart(void*, const vuedeo_call*, vuedeo_error* error) {
    return detail::report(error, VUEDEO_E_INTERNAL, "it does not start");
}

vuedeo_status startForEver(void* self, const vuedeo_call* call, vuedeo_error* error) {
    std::thread([] {
        for (;;) {
            host->log(host->ctx, VUEDEO_LOG_DEBUG, str("still here"));
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }).detach();
    return real->start(self, call, error);
}

vuedeo_status startOnce(void* self, const vuedeo_call* call, vuedeo_error* error) {
    const std::string mark = std::string(view(host->data_dir)) + "/mark";
    if (std::ifstream(mark).good()) return failToStart(self, call, error);
    std::ofstream(mark) << "started";
    return real->start(self, call, error);
}

void stopLate(void* self) {
    std::this_thread::sleep_for(std::chrono::seconds(11));
    real->stop(self);
}

const void* offerNothing(void*, const char*) {
    return nullptr;
}

const void* offerAlways(void* self, const char* id) {
    for (const char* known :
         {id, VUEDEO_VIDEO_PROVIDER_1, VUEDEO_METRICS_STORE_1, VUEDEO_CHART_1}) {
        if (const void* table = real->get_interface(self, known)) return table;
    }
    return nullptr;
}

const void* offerBroken(void* self, const char* id) {
    const void* table = real->get_interface(self, id);
    if (table == nullptr) return nullptr;
    const std::string_view name(id);
    if (name == VUEDEO_VIDEO_PROVIDER_1) {
        return breakVideo(*static_cast<const vuedeo_video_provider_1*>(table));
    }
    if (name == VUEDEO_METRICS_STORE_1) {
        return breakStore(*static_cast<const vuedeo_metrics_store_1*>(table));
    }
    if (name == VUEDEO_CHART_1) return breakChart(*static_cast<const vuedeo_chart_1*>(table));
    return table;
}

void breakModule() {
    const std::map<std::string_view, void (*)()> breaks = {
        {"module-complete", [] { mine.start = nullptr; }},
        {"module-matches-manifest", [] { mine.version = "9.9.9"; }},
        {"schema-describes",
         [] { mine.config_schema = R"({"type": "object", "properties": {"path": {}}})"; }},
        {"schema-examples",
         [] { mine.config_schema = R"({"type": "object", "examples": [{"path": 5}]})"; }},
        {"schema-closed",
         [] {
             mine.config_schema = R"({"type": "object"})";
             mine.create = createWithoutLooking;
         }},
        {"config-not-object", [] { mine.create = createWithoutLooking; }},
        {"config-wrong-type", [] { mine.create = createWithoutLooking; }},
        {"create-pure", [] { mine.create = createWithAFile; }},
        {"create-often", [] { mine.create = createWithALeak; }},
        {"two-instances",
         [] {
             mine.create = createOnlyOne;
             mine.destroy = [](void*) {};
         }},
        {"no-secret-logged", [] { mine.create = createAndTell; }},
        {"start-without-network", [] { mine.start = failToStart; }},
        {"stop-complete", [] { mine.start = startForEver; }},
        {"start-again", [] { mine.start = startOnce; }},
        {"stop-after-load", [] { mine.stop = stopLate; }},
        {"offers-its-kind", [] { mine.get_interface = offerNothing; }},
        {"unknown-interface", [] { mine.get_interface = offerAlways; }},
    };
    const auto found = breaks.find(wanted());
    if (found != breaks.end()) found->second();
}

}  // namespace

std::string_view wanted() {
    const char* name = std::getenv("VUEDEO_BREAK");
    return name == nullptr ? "" : name;
}

const vuedeo_module* module() {
    const char* path = std::getenv("VUEDEO_REAL");
    void* library = path == nullptr ? nullptr : dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return nullptr;
    real = reinterpret_cast<vuedeo_module_fn>(dlsym(library, VUEDEO_MODULE_SYMBOL))();
    mine = *real;
    mine.create = createAndRemember;
    mine.get_interface = offerBroken;
    breakModule();
    return &mine;
}

}  // namespace vuedeo::broken

extern "C" VUEDEO_EXPORT const vuedeo_module* vuedeo_module_v1(void) {
    return vuedeo::broken::module();
}
