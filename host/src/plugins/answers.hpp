// What the clients share: receiving and validating what a plugin answers. Private to this folder.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include "plugins/plugin.hpp"
#include "plugins/strings.hpp"

namespace vuedeo::plugins {

constexpr std::size_t kMaxObjectBytes = 64 * 1024;
constexpr std::size_t kMaxListBytes = 1024 * 1024;
constexpr std::size_t kMaxDocumentBytes = 16 * 1024 * 1024;
constexpr std::size_t kMaxCursorBytes = 512;

// INTERNAL: the plugin answered something that the contract does not allow.
[[noreturn]] void throwBroken(const Plugin& plugin, const std::string& what);
[[noreturn]] void throwUnsupported(const Plugin& plugin, const std::string& function);

// Makes the call, and returns what it put into the sink, at most limit bytes.
using SinkBody = FunctionRef<vuedeo_status(const vuedeo_call&, const vuedeo_sink&, vuedeo_error&)>;
std::string callForText(Plugin& plugin, const CallScope& scope, std::size_t limit, SinkBody body);
// The same for a JSON object.
std::string callForObject(Plugin& plugin, const CallScope& scope, SinkBody body,
                          std::size_t limit = kMaxObjectBytes);

// The table of an interface in the form of T, never null.
template <class T>
const T& tableOf(Plugin& plugin, const char* id) {
    const void* table = plugin.findInterface(id);
    if (table == nullptr) {
        throw PluginError(plugin.manifest(), VUEDEO_E_UNAVAILABLE,
                          std::string("it is ") + toString(plugin.state()));
    }
    return *static_cast<const T*>(table);
}

// A visitor of the host's that a plugin calls: nothing that it throws may unwind the plugin's
// frames, so it waits here until the call is over.
class Visit {
public:
    // Runs body, which returns whether to go on; answers VUEDEO_CONTINUE or VUEDEO_STOP.
    template <class Body>
    int32_t operator()(const Body& body) noexcept {
        if (thrown_ != nullptr || stopped_) return VUEDEO_STOP;
        try {
            stopped_ = !body();
        } catch (...) {
            thrown_ = std::current_exception();
        }
        return thrown_ != nullptr || stopped_ ? VUEDEO_STOP : VUEDEO_CONTINUE;
    }
    void rethrow() const {
        if (thrown_ != nullptr) std::rethrow_exception(thrown_);
    }

private:
    std::exception_ptr thrown_;
    bool stopped_ = false;
};

}  // namespace vuedeo::plugins
