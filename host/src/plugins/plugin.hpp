// One loaded plugin: its manifest, its instance, its state, its lane and its counters.
#pragma once
#include <vuedeo/abi.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugins/function_ref.hpp"
#include "plugins/lane.hpp"
#include "plugins/latency_histogram.hpp"
#include "plugins/manifest.hpp"
#include "plugins/plugin_error.hpp"
#include "plugins/settings.hpp"

namespace vuedeo::plugins {

enum class State { kCreated, kReady, kFailed, kStopped };
const char* toString(State state) noexcept;  // "created", "ready", "failed", "stopped"

struct CallCounters {
    uint64_t calls;
    uint64_t errors;  // statuses UNAVAILABLE, INTERNAL and LIMITED, and overrun deadlines
    uint64_t busyMicroseconds;
};

// What administrators are told of a plugin beyond its state.
struct PluginReport {
    struct LastError {
        int64_t atMs;
        std::string message;  // the plugin's own, or why it was not to be used
        std::string remedy;
    };
    std::optional<LastError> lastError;
    std::optional<int64_t> readySinceMs;
    std::vector<Setting> settings;
};

// What a blocking call may take. cancelled is asked from the plugin's thread; may be empty.
struct CallScope {
    std::chrono::milliseconds deadline{0};  // 0: the plugin's configured one
    std::function<bool()> cancelled;
    std::string requestId;
};

// Its owners are registries; what may outlive them holds it, too.
class Plugin : public std::enable_shared_from_this<Plugin> {
public:
    virtual ~Plugin() = default;

    virtual const Manifest& manifest() const noexcept = 0;
    virtual State state() const noexcept = 0;
    virtual std::string reason() const = 0;  // why it is kFailed; empty otherwise
    virtual std::chrono::milliseconds deadline() const noexcept = 0;
    virtual Lane& lane() noexcept = 0;
    virtual CallCounters counters() const noexcept = 0;
    virtual Latencies latencies() const noexcept = 0;
    virtual PluginReport report() const = 0;

    // The table of an interface, or nullptr when the plugin does not offer it.
    virtual const void* findInterface(const char* id) const noexcept = 0;
    virtual void* self() const noexcept = 0;

    // Runs one call of the plugin on the current thread: refuses with UNAVAILABLE unless kReady,
    // counts and times it, and turns a status other than VUEDEO_OK into a PluginError.
    // Nothing that the plugin throws, and no status outside the ABI's, gets past: INTERNAL.
    using Body = FunctionRef<vuedeo_status(const vuedeo_call&, vuedeo_error&)>;
    virtual void call(const CallScope& scope, Body body) = 0;

    // Runs a call that does not block and has no status (an [any] function of a listener). False:
    // the plugin is not kReady, and the call was not made.
    virtual bool notify(FunctionRef<void()> body) noexcept = 0;
};

}  // namespace vuedeo::plugins
