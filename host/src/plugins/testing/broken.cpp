// Charts that break the contract, one way a build: TEST_FAULT names it.
#include <vuedeo/abi/chart.h>

#include <stdexcept>

#define FAULT_ABI 1      // built for another major
#define FAULT_ID 2       // not the manifest's id
#define FAULT_VERSION 3  // not the manifest's version
#define FAULT_NULL_MODULE 4
#define FAULT_SHORT_MODULE 5
#define FAULT_NULL_FUNCTION 6
#define FAULT_NO_INTERFACE 7
#define FAULT_SHORT_TABLE 8
#define FAULT_SCHEMA 9      // no JSON
#define FAULT_THROWS 10     // C++ exceptions cross the ABI, from every function that may fail
#define FAULT_STATUS 11     // a status that the ABI does not know
#define FAULT_UNDEFINED 12  // needs a symbol that nobody has
#define FAULT_PATTERN 13    // a schema whose pattern is no regular expression

#if TEST_FAULT == FAULT_UNDEFINED
extern "C" int vuedeo_test_symbol_that_nobody_defines(void);
#endif

namespace {

int instance;

vuedeo_status create(const vuedeo_host*, vuedeo_str, void** self, vuedeo_error*) {
#if TEST_FAULT == FAULT_UNDEFINED
    instance = vuedeo_test_symbol_that_nobody_defines();
#endif
    *self = &instance;
    return VUEDEO_OK;
}

vuedeo_status start(void*, const vuedeo_call*, vuedeo_error*) {
    return VUEDEO_OK;
}

void stop(void*) {}
void destroy(void*) {}

vuedeo_status render(void*, vuedeo_str, vuedeo_str, const vuedeo_call*, const vuedeo_sink*,
                     vuedeo_error*) {
    if (TEST_FAULT == FAULT_THROWS) throw std::runtime_error("thrown by render");
    return TEST_FAULT == FAULT_STATUS ? 99 : VUEDEO_OK;
}

const void* findInterface(void*, const char*) {
    static const vuedeo_chart_1 table = {TEST_FAULT == FAULT_SHORT_TABLE ? 8 : sizeof table, 0,
                                         "text/plain", render};
    return TEST_FAULT == FAULT_NO_INTERFACE ? nullptr : &table;
}

const char* schema() {
    if (TEST_FAULT == FAULT_SCHEMA) return "{";
    if (TEST_FAULT == FAULT_PATTERN) {
        return R"({"properties": {"key": {"type": "string", "pattern": "("}}})";
    }
    return nullptr;
}

}  // namespace

#ifdef TEST_NO_SYMBOL
extern "C" VUEDEO_EXPORT const vuedeo_module* vuedeo_module_v9(void);
#define vuedeo_module_v1 vuedeo_module_v9
#endif

extern "C" VUEDEO_EXPORT const vuedeo_module* vuedeo_module_v1(void) {
    static const vuedeo_module module = {TEST_FAULT == FAULT_SHORT_MODULE ? 16 : sizeof module,
                                         TEST_FAULT == FAULT_ABI ? 9U : VUEDEO_ABI_MAJOR,
                                         VUEDEO_ABI_MINOR,
                                         0,
                                         TEST_FAULT == FAULT_ID ? "somebody-else" : TEST_ID,
                                         TEST_FAULT == FAULT_VERSION ? "9.9.9" : "1.0.0",
                                         VUEDEO_SDK_VERSION,
                                         schema(),
                                         create,
                                         TEST_FAULT == FAULT_NULL_FUNCTION ? nullptr : start,
                                         stop,
                                         destroy,
                                         findInterface};
    return TEST_FAULT == FAULT_NULL_MODULE ? nullptr : &module;
}
