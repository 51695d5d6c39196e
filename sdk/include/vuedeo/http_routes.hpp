// vuedeo/http_routes.hpp - HTTP requests that a plugin serves below its own path, and what that
// means for threads and errors: abi/http_routes.h.
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "abi/http_routes.h"
#include "plugin.hpp"

namespace vuedeo {

// Borrowed of the host until the call returns.
class RouteRequest {
public:
    explicit RouteRequest(const vuedeo_route_request& raw) noexcept : raw_(raw) {}

    std::string_view method() const noexcept { return view(raw_.method); }
    std::string_view path() const noexcept { return view(raw_.path); }
    std::string_view query() const noexcept { return view(raw_.query); }
    std::string_view body() const noexcept { return view(raw_.body); }
    std::string_view peer() const noexcept { return view(raw_.peer); }
    bool byAdministrator() const noexcept { return (raw_.flags & VUEDEO_ROUTE_ADMINISTRATOR) != 0; }

    // The first header of this name, in any case; empty: there is none.
    std::string_view header(std::string_view name) const noexcept {
        const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; };
        const auto same = [lower](char a, char b) { return lower(a) == lower(b); };
        for (uint32_t i = 0; i < raw_.header_count; ++i) {
            const std::string_view known = view(raw_.headers[i].name);
            if (std::equal(known.begin(), known.end(), name.begin(), name.end(), same)) {
                return view(raw_.headers[i].value);
            }
        }
        return {};
    }

private:
    const vuedeo_route_request& raw_;
};

struct RouteResponse {
    int32_t status = 200;
    std::string body;
    std::string contentType = "application/json";
};

// Add it as a second base. handle() is called from several threads at once; throw Error for an
// answer that is a problem document.
class HttpRoutes {
public:
    virtual RouteResponse handle(const RouteRequest& request, const Call& call) = 0;

protected:
    ~HttpRoutes() = default;
};

namespace detail {

template <class T>
struct Table<HttpRoutes, T> {
    static constexpr const char* kId = VUEDEO_HTTP_ROUTES_1;

    static vuedeo_status handle(void* self, const vuedeo_route_request* request,
                                const vuedeo_call* call, vuedeo_route_response* response,
                                vuedeo_error* error) noexcept {
        return guard(error, [&] {
            const RouteResponse answer =
                static_cast<T*>(self)->handle(RouteRequest(*request), Call(call));
            response->status = answer.status;
            put(response->content_type, answer.contentType);
            put(response->body, answer.body);
        });
    }

    static constexpr vuedeo_http_routes_1 kTable = {sizeof(vuedeo_http_routes_1), 0, handle};
};

}  // namespace detail
}  // namespace vuedeo
