#include "plugins/answers.hpp"

#include <nlohmann/json.hpp>

#include "plugins/bounded_sink.hpp"

namespace vuedeo::plugins {
namespace {

constexpr int kMaxJsonDepth = 64;

// An answer nested ever deeper would exhaust the stack of whoever walks through it later.
bool isJsonObject(const std::string& text) {
    bool tooDeep = false;
    const auto depthLimit = [&tooDeep](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        tooDeep = tooDeep || depth > kMaxJsonDepth;
        return !tooDeep;
    };
    const auto json = nlohmann::json::parse(text, depthLimit, false);
    return !tooDeep && json.is_object();
}

}  // namespace

void throwBroken(const Plugin& plugin, const std::string& what) {
    throw PluginError(plugin.manifest(), VUEDEO_E_INTERNAL,
                      "the plugin " + plugin.manifest().id + " broke its contract: " + what);
}

void throwUnsupported(const Plugin& plugin, const std::string& function) {
    throw PluginError(plugin.manifest(), VUEDEO_E_UNSUPPORTED,
                      "the plugin " + plugin.manifest().id + " has no " + function);
}

std::string callForText(Plugin& plugin, const CallScope& scope, std::size_t limit, SinkBody body) {
    BoundedSink sink(limit);
    const vuedeo_sink raw = sink.sink();
    plugin.call(scope, [&](const vuedeo_call& call, vuedeo_error& error) {
        return body(call, raw, error);
    });
    if (sink.overflowed()) {
        throwBroken(plugin, "an answer of more than " + std::to_string(limit) + " bytes");
    }
    return sink.take();
}

std::string callForObject(Plugin& plugin, const CallScope& scope, SinkBody body,
                          std::size_t limit) {
    std::string text = callForText(plugin, scope, limit, body);
    if (!isJsonObject(text)) throwBroken(plugin, "an answer that is no JSON object");
    return text;
}

}  // namespace vuedeo::plugins
