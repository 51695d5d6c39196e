#include "plugins/plugin_instance.hpp"

#include <vuedeo/abi/chart.h>
#include <vuedeo/abi/http_routes.h>
#include <vuedeo/abi/metrics_store.h>
#include <vuedeo/abi/realtime.h>
#include <vuedeo/abi/sample_source.h>
#include <vuedeo/abi/video_provider.h>

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <limits>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include "plugins/bounded_sink.hpp"
#include "plugins/config_check.hpp"
#include "plugins/interface_check.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::plugins {
namespace {

using std::chrono::steady_clock;

// All that the host ever asks a plugin for.
constexpr std::array<std::string_view, 8> kInterfaceIds = {
    VUEDEO_VIDEO_PROVIDER_1,    VUEDEO_METRICS_STORE_1, VUEDEO_CHART_1,
    VUEDEO_SAMPLE_SOURCE_1,     VUEDEO_HEALTH_1,        VUEDEO_PREVIEW_1,
    VUEDEO_REALTIME_LISTENER_1, VUEDEO_HTTP_ROUTES_1};

constexpr std::size_t kMaxMessage = 4 * 1024;
constexpr std::size_t kMaxField = 256;

// A vuedeo_error with memory of its own.
class ErrorSlot {
public:
    ErrorSlot() {
        error_.size = sizeof error_;
        error_.message = message_.sink();
        error_.field = field_.sink();
    }
    vuedeo_error& raw() noexcept { return error_; }
    std::string message() const {
        return message_.text().empty() ? "the plugin gave no reason" : message_.text();
    }
    const std::string& field() const noexcept { return field_.text(); }
    std::chrono::milliseconds retryAfter() const {
        return std::chrono::milliseconds(error_.retry_after_ms);
    }

private:
    BoundedSink message_{kMaxMessage};
    BoundedSink field_{kMaxField};
    vuedeo_error error_{};
};

int32_t askCancelled(void* ctx) noexcept {
    try {
        const auto& scope = *static_cast<const CallScope*>(ctx);
        return scope.cancelled && scope.cancelled() ? 1 : 0;
    } catch (const std::exception&) {
        return 0;
    }
}

vuedeo_call toCall(const CallScope& scope, std::chrono::milliseconds deadline) noexcept {
    vuedeo_call call{};
    call.size = sizeof call;
    call.deadline_ms = static_cast<uint32_t>(
        std::clamp<int64_t>(deadline.count(), 1, std::numeric_limits<uint32_t>::max()));
    call.ctx = const_cast<CallScope*>(&scope);  // only ever read through askCancelled
    call.cancelled = askCancelled;
    call.request_id = {scope.requestId.data(), scope.requestId.size()};
    return call;
}

// Runs the plugin's code. A plugin in C++ that lets an exception out breaks the contract, but must
// not take the host with it.
template <class Body>
vuedeo_status guarded(ErrorSlot& error, const Body& body) {
    const auto broke = [&error](std::string_view what) {
        const std::string text = "it threw across the ABI: " + std::string(what);
        error.raw().message.append(error.raw().message.ctx, text.data(), text.size());
        return VUEDEO_E_INTERNAL;
    };
    try {
        const vuedeo_status status = body(error.raw());
        return status >= VUEDEO_OK && status <= VUEDEO_E_CONFLICT ? status : VUEDEO_E_INTERNAL;
    } catch (const std::exception& e) {
        return broke(e.what());
    } catch (...) {
        return broke("something that is no std::exception");
    }
}

// Looks again and again rather than being told: a thread that leaves must not touch the plugin any
// more, not even to tell.
template <class Condition>
bool becomesTrue(const Condition& condition, steady_clock::time_point until) {
    while (!condition()) {
        if (steady_clock::now() >= until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

int64_t nowMs() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

const char* remedyFor(vuedeo_status status, bool overran) noexcept {
    switch (status) {
        case VUEDEO_E_UNAVAILABLE:
            return "Check that the service behind it runs and can be reached from here.";
        case VUEDEO_E_LIMITED:
            return "The service behind it takes no more calls now: wait, or raise its limit there.";
        case VUEDEO_E_INTERNAL:
            return "This is a fault of the plugin: update it, or report it to its author with the "
                   "server's log.";
        default:
            return overran ? "It takes longer than deadline_ms: see how busy the service behind it "
                             "is, or allow more time."
                           : "The server's log says more.";
    }
}

// data_dir/<id>, which nobody else may read.
void makePrivateFolder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder.parent_path(), error);
    if (::mkdir(folder.c_str(), S_IRWXU) == 0) return;
    const int reason = errno;
    if (reason == EEXIST && std::filesystem::is_directory(folder, error)) return;
    throw std::runtime_error(folder.string() + " cannot be created (" + std::strerror(reason) +
                             "): correct server.data_dir, or the permissions there");
}

}  // namespace

const char* toString(State state) noexcept {
    switch (state) {
        case State::kCreated:
            return "created";
        case State::kReady:
            return "ready";
        case State::kFailed:
            return "failed";
        case State::kStopped:
            break;
    }
    return "stopped";
}

class PluginInstance::Entered {
public:
    explicit Entered(PluginInstance& plugin) noexcept : plugin_(plugin) {
        // In this order: stop() first changes the state, then looks who is inside.
        plugin_.underWay_.fetch_add(1);
        allowed_ = plugin_.state_ == State::kReady;
    }
    ~Entered() { plugin_.underWay_.fetch_sub(1); }
    Entered(const Entered&) = delete;
    Entered& operator=(const Entered&) = delete;
    bool allowed() const noexcept { return allowed_; }

private:
    PluginInstance& plugin_;
    bool allowed_ = false;
};

PluginInstance::PluginInstance(Manifest manifest, const config::Choice& choice,
                               const std::filesystem::path& dataDir, const Services& services)
    : manifest_(std::move(manifest)),
      choice_(choice),
      dataDir_(dataDir),
      host_(manifest_.id, dataDir, services),
      lane_(manifest_.id, choice.maxConcurrency, choice.maxQueued) {}

PluginInstance::~PluginInstance() {
    destroy();
}

void PluginInstance::destroy() noexcept {
    if (self_ != nullptr) library_->module().destroy(self_);
    self_ = nullptr;
}

void PluginInstance::create() {
    try {
        library_ = std::make_unique<Library>(manifest_);
        checkConfig(manifest_.id, library_->module().config_schema, choice_.configJson,
                    choice_.source);
        createInstance();
        checkInterface(manifest_, findInterface(interfaceId(manifest_.kind)));
    } catch (const std::exception& e) {
        setState(State::kFailed, e.what());
        throw;
    }
}

void PluginInstance::createInstance() {
    ErrorSlot error;
    void* self = nullptr;
    const vuedeo_str config = {choice_.configJson.data(), choice_.configJson.size()};
    const vuedeo_status status = guarded(error, [&](vuedeo_error& raw) {
        return library_->module().create(host_.table(), config, &self, &raw);
    });
    if (status == VUEDEO_OK && self != nullptr) {
        self_ = self;
        for (std::size_t i = 0; i < kInterfaceIds.size(); ++i)
            interfaces_[i] = library_->module().get_interface(self, kInterfaceIds[i].data());
        return;
    }
    const std::string where = choice_.source.empty() ? "" : choice_.source + ": ";
    const std::string key = error.field().empty() ? "" : "." + error.field();
    throw std::runtime_error(where + "plugins." + manifest_.id + key + ": " + error.message());
}

void PluginInstance::start() {
    const std::lock_guard lock(starting_);
    if (self_ == nullptr || started_ || state_ == State::kStopped) return;
    try {
        makePrivateFolder(dataDir_);
        library_->pin();
        startInstance();
    } catch (const std::exception& e) {
        setState(State::kFailed, e.what());
        throw;
    }
    started_ = true;
    setState(State::kReady, {});
}

void PluginInstance::startInstance() {
    const CallScope scope;
    const vuedeo_call call = toCall(scope, choice_.deadline);
    ErrorSlot error;
    const vuedeo_status status = guarded(
        error, [&](vuedeo_error& raw) { return library_->module().start(self_, &call, &raw); });
    if (status != VUEDEO_OK) throw std::runtime_error(error.message());
}

std::string PluginInstance::preview() {
    const auto* table = static_cast<const vuedeo_preview_1*>(findInterface(VUEDEO_PREVIEW_1));
    if (table == nullptr || !VUEDEO_HAS(table, vuedeo_preview_1, preview) ||
        table->preview == nullptr || started_)
        return {};
    const CallScope scope;
    const vuedeo_call call = toCall(scope, choice_.deadline);
    BoundedSink text(kMaxMessage);
    const vuedeo_sink sink = text.sink();
    ErrorSlot error;
    const vuedeo_status status = guarded(
        error, [&](vuedeo_error& raw) { return table->preview(self_, &call, &sink, &raw); });
    if (status == VUEDEO_OK) return text.text();
    return "what its start would change cannot be told: " + error.message();
}

bool PluginInstance::stop(steady_clock::time_point until) {
    std::unique_lock lock(starting_, std::defer_lock);
    if (!becomesTrue([&lock] { return lock.try_lock(); }, until)) return false;
    if (state_ != State::kFailed) setState(State::kStopped, {});
    if (!becomesTrue([this] { return underWay_ == 0; }, until)) return false;
    if (started_) library_->module().stop(self_);
    started_ = false;
    return true;
}

void PluginInstance::fail(const std::string& reason) {
    setState(State::kFailed, reason);
}

std::string PluginInstance::reason() const {
    const std::lock_guard lock(mutex_);
    return reason_;
}

void PluginInstance::setState(State state, const std::string& reason) {
    const std::lock_guard lock(mutex_);
    reason_ = reason;
    state_ = state;
    if (state == State::kReady) {
        readySinceMs_ = nowMs();
    } else {
        readySinceMs_.reset();
    }
    if (state == State::kFailed) {
        lastError_ = {nowMs(), reason, "Correct what it names in the configuration or install it."};
    }
}

void PluginInstance::keepError(const std::string& message, const char* remedy) {
    const std::lock_guard lock(mutex_);
    lastError_ = {nowMs(), message, remedy};
}

PluginReport PluginInstance::report() const {
    PluginReport report;
    {
        const std::lock_guard lock(mutex_);
        report.lastError = lastError_;
        report.readySinceMs = readySinceMs_;
    }
    report.settings = shownSettings(choice_.configJson, choice_.confidential,
                                    library_ ? library_->module().config_schema : nullptr);
    return report;
}

const void* PluginInstance::findInterface(const char* id) const noexcept {
    const auto known = std::find(kInterfaceIds.begin(), kInterfaceIds.end(), std::string_view(id));
    if (known == kInterfaceIds.end()) return nullptr;
    return interfaces_[static_cast<std::size_t>(known - kInterfaceIds.begin())];
}

void PluginInstance::call(const CallScope& scope, Body body) {
    const Entered entered(*this);
    if (!entered.allowed()) {
        const std::string why = reason();
        throw PluginError(
            manifest_, VUEDEO_E_UNAVAILABLE,
            std::string("it is ") + toString(state()) + (why.empty() ? "" : ": ") + why);
    }
    const auto deadline = scope.deadline.count() > 0 ? scope.deadline : choice_.deadline;
    const vuedeo_call call = toCall(scope, deadline);
    ErrorSlot error;
    const auto begin = steady_clock::now();
    const vuedeo_status status = guarded(error, [&](vuedeo_error& raw) { return body(call, raw); });
    const auto took = steady_clock::now() - begin;
    const bool overran = took > deadline;
    if (meter_.count(status, took, overran)) {
        keepError(status == VUEDEO_OK ? "a call took longer than its deadline" : error.message(),
                  remedyFor(status, overran));
    }
    if (status != VUEDEO_OK) {
        throw PluginError(manifest_, status, error.message(), error.field(), error.retryAfter());
    }
}

bool PluginInstance::notify(FunctionRef<void()> body) noexcept {
    const Entered entered(*this);
    if (!entered.allowed()) return false;
    ErrorSlot error;
    const vuedeo_status status = guarded(error, [body](vuedeo_error&) {
        body();
        return VUEDEO_OK;
    });
    if (status != VUEDEO_OK) {
        meter_.countError();
        keepError(error.message(), remedyFor(status, false));
        log::error("a listener failed", {{"plugin", manifest_.id}, {"reason", error.message()}});
    }
    return true;
}

}  // namespace vuedeo::plugins
