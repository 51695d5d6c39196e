// vuedeo/sample_source.hpp - base class of a source of samples to import. Meaning, threads and
// errors of each function: abi/sample_source.h.
#pragma once
#include <string>
#include <string_view>

#include "abi/sample_source.h"
#include "plugin.hpp"

namespace vuedeo {

class SampleSource : public Plugin {
public:
    using Plugin::Plugin;

    virtual uint64_t count(std::string_view position, const Call& call) = 0;
    // Returns the position behind the last sample shown, empty when there are no more.
    virtual std::string read(std::string_view position, uint32_t limit,
                             const vuedeo_sample_visitor& visitor, const Call& call) = 0;
};

namespace detail {

template <class T>
struct Table<SampleSource, T> {
    static constexpr const char* kId = VUEDEO_SAMPLE_SOURCE_1;

    static vuedeo_status count(void* self, vuedeo_str position, const vuedeo_call* call,
                               uint64_t* samples, vuedeo_error* error) noexcept {
        return guard(error,
                     [&] { *samples = static_cast<T*>(self)->count(view(position), Call(call)); });
    }
    static vuedeo_status read(void* self, vuedeo_str position, uint32_t limit,
                              const vuedeo_call* call, const vuedeo_sample_visitor* visitor,
                              const vuedeo_sink* next, vuedeo_error* error) noexcept {
        return guard(error, [&] {
            put(*next, static_cast<T*>(self)->read(view(position), limit, *visitor, Call(call)));
        });
    }

    static constexpr vuedeo_sample_source_1 kTable = {sizeof(vuedeo_sample_source_1), 0, count,
                                                      read};
};

}  // namespace detail
}  // namespace vuedeo
