#include <algorithm>
#include <string_view>

#include "plugins/answers.hpp"
#include "plugins/bounded_sink.hpp"
#include "plugins/clients.hpp"

namespace vuedeo::plugins {
namespace {

constexpr std::size_t kMaxAnswerBytes = 1024 * 1024;
constexpr std::size_t kMaxTypeBytes = 128;

bool isMediaType(std::string_view text) {
    return text.find('/') != std::string_view::npos &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

}  // namespace

bool RoutesClient::offered() const noexcept {
    const auto* table =
        static_cast<const vuedeo_http_routes_1*>(plugin_.findInterface(VUEDEO_HTTP_ROUTES_1));
    return table != nullptr && VUEDEO_HAS(table, vuedeo_http_routes_1, handle) &&
           table->handle != nullptr;
}

RoutesClient::Answer RoutesClient::handle(const vuedeo_route_request& request,
                                          const CallScope& scope) {
    if (!offered()) throwUnsupported(plugin_, VUEDEO_HTTP_ROUTES_1);
    const auto& table = tableOf<vuedeo_http_routes_1>(plugin_, VUEDEO_HTTP_ROUTES_1);
    BoundedSink type(kMaxTypeBytes);
    BoundedSink body(kMaxAnswerBytes);
    vuedeo_route_response response{};
    response.size = sizeof response;
    response.status = 200;
    response.content_type = type.sink();
    response.body = body.sink();
    plugin_.call(scope, [&](const vuedeo_call& call, vuedeo_error& error) {
        return table.handle(plugin_.self(), &request, &call, &response, &error);
    });
    if (body.overflowed()) throwBroken(plugin_, "an answer of more than 1 MiB");
    if (response.status < 200 || response.status > 599) {
        throwBroken(plugin_, "an answer of status " + std::to_string(response.status));
    }
    Answer answer{response.status, type.take(), body.take()};
    if (answer.contentType.empty()) answer.contentType = "application/json";
    if (type.overflowed() || !isMediaType(answer.contentType)) {
        throwBroken(plugin_, "a content type that is none");
    }
    return answer;
}

}  // namespace vuedeo::plugins
