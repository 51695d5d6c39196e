// vuedeo/plugin.hpp - the C++17 layer over vuedeo/abi.h. Header-only and compiled into the plugin,
// so that the plugin's compiler and standard library need not be the host's.
//
// Derive one class from Plugin (through VideoProvider, MetricsStore, Chart or SampleSource, each in
// a header of its own), give it a constructor (Host, std::string_view configJson) and, if it has
// configuration, a `static constexpr const char* kConfigSchema`. Then write one line at file scope:
//
//     VUEDEO_PLUGIN(AcmeVideo, "video-acme", "1.0.0")
//
// Threads are those of the C header: constructor, start and stop run on the host's main thread,
// every other override is called from several threads at once.
#pragma once
#include <chrono>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

#include "abi.h"

namespace vuedeo {

inline std::string_view view(vuedeo_str text) noexcept {
    return {text.data == nullptr ? "" : text.data, static_cast<std::size_t>(text.size)};
}

inline vuedeo_str str(std::string_view text) noexcept {
    return {text.data(), text.size()};
}

// Throw it to answer with a status other than VUEDEO_E_INTERNAL. It never leaves the plugin.
class Error : public std::runtime_error {
public:
    Error(vuedeo_status status, const std::string& message)
        : std::runtime_error(message), status_(status) {}

    // INVALID because of one argument or configuration key.
    static Error invalid(std::string field, const std::string& message) {
        Error error(VUEDEO_E_INVALID, message);
        error.field_ = std::move(field);
        return error;
    }
    // LIMITED or UNAVAILABLE, with the time after which a retry may help.
    static Error retryAfter(vuedeo_status status, std::chrono::milliseconds delay,
                            const std::string& message) {
        Error error(status, message);
        error.retryAfter_ = delay;
        return error;
    }

    vuedeo_status status() const noexcept { return status_; }
    const std::string& field() const noexcept { return field_; }
    std::chrono::milliseconds retryAfter() const noexcept { return retryAfter_; }

private:
    vuedeo_status status_;
    std::string field_;
    std::chrono::milliseconds retryAfter_{0};
};

// What the host says of one blocking call: how long it may take, and whether anybody still waits.
class Call {
public:
    explicit Call(const vuedeo_call* call) noexcept
        : call_(call),
          deadline_(std::chrono::steady_clock::now() +
                    std::chrono::milliseconds(call->deadline_ms)) {}

    std::chrono::steady_clock::time_point deadline() const noexcept { return deadline_; }
    std::chrono::milliseconds remaining() const noexcept {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline_ - std::chrono::steady_clock::now());
        return left.count() > 0 ? left : std::chrono::milliseconds(0);
    }
    bool cancelled() const noexcept {
        return call_->cancelled != nullptr && call_->cancelled(call_->ctx) != 0;
    }
    std::string_view requestId() const noexcept { return view(call_->request_id); }
    const vuedeo_call* raw() const noexcept { return call_; }

private:
    const vuedeo_call* call_;
    std::chrono::steady_clock::time_point deadline_;
};

class Host {
public:
    explicit Host(const vuedeo_host* host) noexcept : host_(host) {}

    void error(std::string_view line) const noexcept { log(VUEDEO_LOG_ERROR, line); }
    void warning(std::string_view line) const noexcept { log(VUEDEO_LOG_WARNING, line); }
    void info(std::string_view line) const noexcept { log(VUEDEO_LOG_INFO, line); }
    void debug(std::string_view line) const noexcept { log(VUEDEO_LOG_DEBUG, line); }

    // A writable folder of this plugin's own.
    std::string dataDir() const { return std::string(view(host_->data_dir)); }

    // The host's table of this id, or nullptr if this host has none.
    template <class Service>
    const Service* service(const char* id) const noexcept {
        return static_cast<const Service*>(host_->get_service(host_->ctx, id));
    }

private:
    void log(int32_t level, std::string_view line) const noexcept {
        host_->log(host_->ctx, level, str(line));
    }
    const vuedeo_host* host_;
};

// Base of every plugin; derive from the class of its kind rather than from this.
class Plugin {
public:
    explicit Plugin(Host host) noexcept : host_(host) {}
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;
    virtual ~Plugin() = default;

    virtual void start(const Call&) {}
    virtual void stop() noexcept {}

protected:
    const Host& host() const noexcept { return host_; }

private:
    Host host_;
};

// Add it as a second base to report readiness. Return a JSON object for administrators; throw
// Error(VUEDEO_E_UNAVAILABLE, why) when the plugin cannot serve now.
class Health {
public:
    virtual std::string check(const Call&) = 0;

protected:
    ~Health() = default;
};

// Add it as another base to say, without starting, what start() would change outside of the
// process. Return one line; throw Error(VUEDEO_E_UNAVAILABLE, why) when that cannot be told now.
class Preview {
public:
    virtual std::string preview(const Call&) = 0;

protected:
    ~Preview() = default;
};

class VideoProvider;     // video_provider.hpp
class MetricsStore;      // metrics_store.hpp
class Chart;             // chart.hpp
class SampleSource;      // sample_source.hpp
class RealtimeListener;  // realtime.hpp
class HttpRoutes;        // http_routes.hpp

namespace detail {

inline void put(const vuedeo_sink& sink, std::string_view text) noexcept {
    if (sink.append != nullptr) sink.append(sink.ctx, text.data(), text.size());
}

inline vuedeo_status report(vuedeo_error* error, vuedeo_status status, std::string_view message,
                            std::string_view field = {},
                            std::chrono::milliseconds retryAfter = {}) noexcept {
    if (error != nullptr) {
        put(error->message, message);
        if (!field.empty()) put(error->field, field);
        error->retry_after_ms = static_cast<uint32_t>(retryAfter.count());
    }
    return status;
}

// Runs the plugin's code and turns every exception into a status: none may cross the ABI.
template <class Body>
vuedeo_status guard(vuedeo_error* error, Body&& body) noexcept {
    try {
        body();
        return VUEDEO_OK;
    } catch (const Error& e) {
        return report(error, e.status(), e.what(), e.field(), e.retryAfter());
    } catch (const std::bad_alloc&) {
        return report(error, VUEDEO_E_UNAVAILABLE, "out of memory");
    } catch (const std::exception& e) {
        return report(error, VUEDEO_E_INTERNAL, e.what());
    } catch (...) {
        return report(error, VUEDEO_E_INTERNAL, "an exception that is no std::exception");
    }
}

// One a kind of interface: its id and the table whose functions call a T. Specialised in the header
// of that kind, which a plugin that derives from the interface has included.
template <class Interface, class T>
struct Table;

template <class T>
struct Table<Health, T> {
    static constexpr const char* kId = VUEDEO_HEALTH_1;
    static constexpr vuedeo_health_1 kTable = {
        sizeof(vuedeo_health_1), 0,
        [](void* self, const vuedeo_call* call, const vuedeo_sink* details,
           vuedeo_error* error) noexcept {
            return guard(error, [&] { put(*details, static_cast<T*>(self)->check(Call(call))); });
        }};
};

template <class T>
struct Table<Preview, T> {
    static constexpr const char* kId = VUEDEO_PREVIEW_1;
    static constexpr vuedeo_preview_1 kTable = {
        sizeof(vuedeo_preview_1), 0,
        [](void* self, const vuedeo_call* call, const vuedeo_sink* text,
           vuedeo_error* error) noexcept {
            return guard(error, [&] { put(*text, static_cast<T*>(self)->preview(Call(call))); });
        }};
};

template <class Interface, class T>
const void* offer(std::string_view id) noexcept {
    if constexpr (std::is_base_of_v<Interface, T>) {
        if (id == Table<Interface, T>::kId) return &Table<Interface, T>::kTable;
    }
    return nullptr;
}

template <class T, class... Interface>
const void* findInterface(std::string_view id) noexcept {
    const void* table = nullptr;
    static_cast<void>(((table = offer<Interface, T>(id)) || ...));
    return table;
}

template <class T, class = void>
struct ConfigSchema {
    static constexpr const char* kText = nullptr;
};
template <class T>
struct ConfigSchema<T, std::void_t<decltype(T::kConfigSchema)>> {
    static constexpr const char* kText = T::kConfigSchema;
};

template <class T>
vuedeo_module makeModule(const char* id, const char* version) noexcept {
    return {
        sizeof(vuedeo_module),
        VUEDEO_ABI_MAJOR,
        VUEDEO_ABI_MINOR,
        0,
        id,
        version,
        VUEDEO_SDK_VERSION,
        ConfigSchema<T>::kText,
        [](const vuedeo_host* host, vuedeo_str config, void** self, vuedeo_error* error) noexcept {
            return guard(error, [&] { *self = new T(Host(host), view(config)); });
        },
        [](void* self, const vuedeo_call* call, vuedeo_error* error) noexcept {
            return guard(error, [&] { static_cast<T*>(self)->start(Call(call)); });
        },
        [](void* self) noexcept { static_cast<T*>(self)->stop(); },
        [](void* self) noexcept { delete static_cast<T*>(self); },
        [](void*, const char* wanted) noexcept {
            return findInterface<T, VideoProvider, MetricsStore, Chart, SampleSource,
                                 RealtimeListener, HttpRoutes, Health, Preview>(wanted);
        }};
}

}  // namespace detail
}  // namespace vuedeo

// The one line a plugin needs at file scope.
#define VUEDEO_PLUGIN(Class, id, version)                                                     \
    extern "C" VUEDEO_EXPORT const vuedeo_module* vuedeo_module_v1(void) {                    \
        static const vuedeo_module module = ::vuedeo::detail::makeModule<Class>(id, version); \
        return &module;                                                                       \
    }
