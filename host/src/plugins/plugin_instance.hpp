// The Plugin that the Registry owns: a manifest, the library, the instance in it and its state.
//   kCreated -> kReady -> kStopped; kFailed when it could not be loaded, created or started.
#pragma once
#include <vuedeo/abi.h>

#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "config/config.hpp"
#include "plugins/call_meter.hpp"
#include "plugins/host_table.hpp"
#include "plugins/library.hpp"
#include "plugins/plugin.hpp"

namespace vuedeo::plugins {

class PluginInstance final : public Plugin {
public:
    // Loads nothing yet. dataDir: the plugin's own folder, made by start().
    PluginInstance(Manifest manifest, const config::Choice& choice,
                   const std::filesystem::path& dataDir, const Services& services);
    ~PluginInstance() override;  // destroy(), if that has not been done

    // [main] Loads, checks the configuration and creates. Throws std::runtime_error with the
    // remedy.
    void create();
    // [main], or the one thread that starts it again. Throws std::runtime_error; the state then is
    // kFailed, and start may be called again. Does nothing once it was stopped.
    void start();
    // [main] Refuses calls from now on, waits until those under way have returned, then stops.
    // False: one did not; the object must be leaked, as that call may still use it.
    bool stop(std::chrono::steady_clock::time_point until);
    // [main] After stop, or when it was never started: ends the instance, not the object.
    void destroy() noexcept;
    void fail(const std::string& reason);
    // [main] Before start(): what that would change outside of the process, or why it cannot be
    // told, in one line; empty: the plugin does not tell.
    std::string preview();

    const Manifest& manifest() const noexcept override { return manifest_; }
    State state() const noexcept override { return state_; }
    std::string reason() const override;
    std::chrono::milliseconds deadline() const noexcept override { return choice_.deadline; }
    Lane& lane() noexcept override { return lane_; }
    CallCounters counters() const noexcept override { return meter_.counters(); }
    Latencies latencies() const noexcept override { return meter_.latencies(); }
    PluginReport report() const override;
    const void* findInterface(const char* id) const noexcept override;
    void* self() const noexcept override { return self_; }
    void call(const CallScope& scope, Body body) override;
    bool notify(FunctionRef<void()> body) noexcept override;

private:
    class Entered;  // one call under way, if the plugin is ready

    void createInstance();
    void startInstance();
    void setState(State state, const std::string& reason);
    void keepError(const std::string& message, const char* remedy);

    const Manifest manifest_;
    const config::Choice choice_;
    const std::filesystem::path dataDir_;
    HostTable host_;
    std::unique_ptr<Library> library_;
    void* self_ = nullptr;
    std::array<const void*, 8> interfaces_{};  // by kInterfaceIds; asked for once, as they stay
    Lane lane_;

    std::mutex starting_;  // start() and stop() exclude each other
    bool started_ = false;
    mutable std::mutex mutex_;
    std::string reason_;
    std::optional<PluginReport::LastError> lastError_;
    std::optional<int64_t> readySinceMs_;
    std::atomic<State> state_{State::kCreated};
    std::atomic<uint64_t> underWay_{0};
    CallMeter meter_;
};

}  // namespace vuedeo::plugins
