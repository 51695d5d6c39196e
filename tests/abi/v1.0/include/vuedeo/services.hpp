// vuedeo/services.hpp - the host's clock and HTTP client: abi/services.h.
#pragma once
#include <cstdint>
#include <utility>
#include <vector>

#include "abi/services.h"
#include "plugin.hpp"

namespace vuedeo {

class Clock {
public:
    explicit Clock(const Host& host) : service_(host.service<vuedeo_clock_1>(VUEDEO_CLOCK_1)) {
        if (service_ == nullptr)
            throw Error(VUEDEO_E_UNSUPPORTED, "this host has no " VUEDEO_CLOCK_1);
    }
    int64_t nowMs() const noexcept { return service_->now_ms(service_->ctx); }
    int64_t monotonicMs() const noexcept { return service_->monotonic_ms(service_->ctx); }

private:
    const vuedeo_clock_1* service_;
};

struct HttpRequest {
    std::string method = "GET";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    bool idempotent = false;
    uint32_t maxAttempts = 1;
    uint32_t maxResponseBytes = 0;  // 0: 1 MiB
};

struct HttpResponse {
    int status = 0;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    uint32_t attempts = 0;
};

class HttpClient {
public:
    explicit HttpClient(const Host& host)
        : service_(host.service<vuedeo_http_client_1>(VUEDEO_HTTP_CLIENT_1)) {
        if (service_ == nullptr) {
            throw Error(VUEDEO_E_UNSUPPORTED, "this host has no " VUEDEO_HTTP_CLIENT_1);
        }
    }

    // Any status the server answered is a response; throws Error when none came within the
    // deadline.
    HttpResponse fetch(const HttpRequest& request, std::chrono::milliseconds deadline) const {
        std::vector<vuedeo_http_header> headers;
        headers.reserve(request.headers.size());
        for (const auto& [name, value] : request.headers)
            headers.push_back({str(name), str(value)});

        vuedeo_http_request raw{};
        raw.size = sizeof raw;
        raw.flags = request.idempotent ? VUEDEO_HTTP_IDEMPOTENT : 0;
        raw.method = str(request.method);
        raw.url = str(request.url);
        raw.headers = headers.data();
        raw.header_count = static_cast<uint32_t>(headers.size());
        raw.max_attempts = request.maxAttempts;
        raw.body = str(request.body);
        raw.deadline_ms = static_cast<uint32_t>(deadline.count());
        raw.max_response_bytes = request.maxResponseBytes;

        HttpResponse answer;
        vuedeo_http_response out{};
        out.size = sizeof out;
        out.body = stringSink(answer.body);
        out.ctx = &answer;
        out.header = [](void* ctx, vuedeo_str name, vuedeo_str value) {
            static_cast<HttpResponse*>(ctx)->headers.emplace_back(view(name), view(value));
        };
        std::string message;
        vuedeo_error error{};
        error.size = sizeof error;
        error.message = stringSink(message);
        const vuedeo_status status = service_->fetch(service_->ctx, &raw, &out, &error);
        if (status != VUEDEO_OK) {
            throw Error::retryAfter(status, std::chrono::milliseconds(error.retry_after_ms),
                                    message);
        }
        answer.status = out.status;
        answer.attempts = out.attempts;
        return answer;
    }

private:
    static vuedeo_sink stringSink(std::string& target) noexcept {
        return {&target, [](void* ctx, const char* data, uint64_t size) {
                    static_cast<std::string*>(ctx)->append(data, static_cast<std::size_t>(size));
                }};
    }
    const vuedeo_http_client_1* service_;
};

}  // namespace vuedeo
