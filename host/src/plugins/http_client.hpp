// vuedeo.http-client/1 over libcurl: deadline over all attempts, retries, verified TLS, bounded
// answers, no redirects. Owned by one plugin instance; any thread, each fetch on its caller's.
// Neither a URL's query nor a header's value ever reaches a log or an error.
#pragma once
#include <vuedeo/abi/services.h>

#include <memory>
#include <mutex>
#include <vector>

namespace vuedeo::plugins {

class HttpClient {
public:
    HttpClient();
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    // As vuedeo_http_client_1.fetch.
    vuedeo_status fetch(const vuedeo_http_request* request, vuedeo_http_response* response,
                        vuedeo_error* error) noexcept;

private:
    class Lease;  // of a curl handle, whose connections are kept for the next request

    struct Closer {
        void operator()(void* handle) const noexcept;
    };
    using Handle = std::unique_ptr<void, Closer>;
    Handle take();
    void giveBack(Handle handle) noexcept;

    std::mutex mutex_;
    std::vector<Handle> idle_;
};

}  // namespace vuedeo::plugins
