// ChartClient, and HealthClient, which any kind may offer.
#include "plugins/answers.hpp"
#include "plugins/clients.hpp"

namespace vuedeo::plugins {

std::string ChartClient::mediaType() const {
    if (plugin_.state() != State::kReady) return {};
    const void* table = plugin_.findInterface(VUEDEO_CHART_1);
    return table == nullptr ? "" : static_cast<const vuedeo_chart_1*>(table)->media_type;
}

std::string ChartClient::render(std::string_view seriesJson, std::string_view optionsJson,
                                const CallScope& scope) {
    const auto& table = tableOf<vuedeo_chart_1>(plugin_, VUEDEO_CHART_1);
    return callForText(plugin_, scope, kMaxDocumentBytes,
                       [&](const auto& call, const auto& sink, auto& error) {
                           return table.render(plugin_.self(), toStr(seriesJson),
                                               toStr(optionsJson), &call, &sink, &error);
                       });
}

bool HealthClient::offered() const noexcept {
    const auto* table = static_cast<const vuedeo_health_1*>(plugin_.findInterface(VUEDEO_HEALTH_1));
    return table != nullptr && VUEDEO_HAS(table, vuedeo_health_1, check) && table->check != nullptr;
}

std::string HealthClient::check(const CallScope& scope) {
    if (!offered()) throwUnsupported(plugin_, VUEDEO_HEALTH_1);
    const auto& table = tableOf<vuedeo_health_1>(plugin_, VUEDEO_HEALTH_1);
    return callForObject(plugin_, scope, [&](const auto& call, const auto& sink, auto& error) {
        return table.check(plugin_.self(), &call, &sink, &error);
    });
}

}  // namespace vuedeo::plugins
