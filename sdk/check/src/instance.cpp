#include "instance.hpp"

#include <utility>
#include <vuedeo/plugin.hpp>

#include "check.hpp"

namespace vuedeo::check {
namespace {

vuedeo_sink sinkTo(std::string& target) {
    return {&target, [](void* ctx, const char* data, uint64_t size) {
                static_cast<std::string*>(ctx)->append(data, static_cast<std::size_t>(size));
            }};
}

void requireOk(const Answer& answer, const std::string& what) {
    if (answer.status == VUEDEO_OK) return;
    throw Skipped(what + " answered " + toString(answer.status) + " (" + answer.message +
                  "): give a configuration with --config, with which it works here");
}

}  // namespace

std::string toString(vuedeo_status status) {
    static constexpr const char* kNames[] = {"OK",       "INVALID",     "NOT_FOUND",
                                             "DENIED",   "UNAVAILABLE", "UNSUPPORTED",
                                             "INTERNAL", "LIMITED",     "CONFLICT"};
    const auto index = static_cast<std::size_t>(status);
    return status >= 0 && index < std::size(kNames) ? kNames[index]
                                                    : "status " + std::to_string(status);
}

Answer answerOf(const Call& call, uint32_t deadlineMs) {
    Answer answer;
    vuedeo_error error{};
    error.size = sizeof error;
    error.message = sinkTo(answer.message);
    error.field = sinkTo(answer.field);
    vuedeo_call scope{};
    scope.size = sizeof scope;
    scope.deadline_ms = deadlineMs;
    const vuedeo_sink text = sinkTo(answer.text);
    answer.status = call(scope, text, error);
    answer.retryAfterMs = error.retry_after_ms;
    return answer;
}

Instance::Instance(const vuedeo_module& module, CheckHost& host, std::string configJson)
    : module_(module), host_(host), configJson_(std::move(configJson)) {}

Instance::~Instance() {
    stop();
    destroy();
}

Answer Instance::create() {
    return answerOf([this](const vuedeo_call&, const vuedeo_sink&, vuedeo_error& error) {
        return module_.create(host_.raw(), str(configJson_), &self_, &error);
    });
}

Answer Instance::start(uint32_t deadlineMs) {
    Answer answer =
        answerOf([this](const vuedeo_call& call, const vuedeo_sink&,
                        vuedeo_error& error) { return module_.start(self_, &call, &error); },
                 deadlineMs);
    started_ = answer.status == VUEDEO_OK;
    return answer;
}

void Instance::stop() {
    if (std::exchange(started_, false)) module_.stop(self_);
}

void Instance::destroy() {
    if (void* self = std::exchange(self_, nullptr)) module_.destroy(self);
}

const void* Instance::interface(const char* id) const {
    const void* table = module_.get_interface(self_, id);
    if (table == nullptr) throw Broken(std::string("get_interface(\"") + id + "\") is NULL");
    return table;
}

Running::Running(const PluginFolder& plugin, CheckHost& host, const std::string& configJson)
    : instance_(loadModule(plugin), host, configJson) {
    requireOk(instance_.create(), "create");
    requireOk(instance_.start(), "start");
}

}  // namespace vuedeo::check
