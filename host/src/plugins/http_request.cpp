#include "plugins/http_request.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <new>
#include <stdexcept>

#include "net/syntax.hpp"
#include "plugins/strings.hpp"

namespace vuedeo::plugins {
namespace {

constexpr std::size_t kMaxUrl = 8 * 1024;
constexpr uint32_t kMaxHeaders = 64;
constexpr std::size_t kMaxHeaderBytes = 16 * 1024;
constexpr std::size_t kMaxBody = 16 * 1024 * 1024;
constexpr uint32_t kMaxAttempts = 10;
constexpr uint32_t kDefaultResponseBytes = 1024 * 1024;
constexpr uint32_t kMaxResponseBytes = 64 * 1024 * 1024;

void require(bool condition, const std::string& message) {
    if (!condition) throw std::invalid_argument(message);
}

std::string part(CURLU* url, CURLUPart which) {
    char* text = nullptr;
    if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return {};
    const std::unique_ptr<char, void (*)(void*)> owner(text, curl_free);
    return text;
}

// Its scheme, host, port and path: what may be told to a log.
std::string checkUrl(const std::string& text) {
    require(text.size() <= kMaxUrl, "the URL is longer than 8 KiB");
    const std::unique_ptr<CURLU, void (*)(CURLU*)> url(curl_url(), curl_url_cleanup);
    if (!url) throw std::bad_alloc();
    const bool printable = std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte != 0x7F;
    });
    require(printable && curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) == CURLUE_OK,
            "the URL is malformed");
    const std::string scheme = part(url.get(), CURLUPART_SCHEME);
    require(scheme == "http" || scheme == "https", "the URL is neither http nor https");
    require(part(url.get(), CURLUPART_USER).empty() && part(url.get(), CURLUPART_PASSWORD).empty(),
            "the URL holds credentials: send them in a header");
    const std::string port = part(url.get(), CURLUPART_PORT);
    return scheme + "://" + part(url.get(), CURLUPART_HOST) + (port.empty() ? "" : ":" + port) +
           part(url.get(), CURLUPART_PATH);
}

std::vector<std::pair<std::string, std::string>> checkHeaders(const vuedeo_http_request& request) {
    require(request.header_count <= kMaxHeaders, "there are more than 64 headers");
    require(request.header_count == 0 || request.headers != nullptr, "headers is NULL");
    std::vector<std::pair<std::string, std::string>> headers;
    std::size_t bytes = 0;
    for (uint32_t i = 0; i < request.header_count; ++i) {
        const std::string_view name = toView(request.headers[i].name);
        const std::string_view value = toView(request.headers[i].value);
        bytes += name.size() + value.size();
        require(bytes <= kMaxHeaderBytes, "the headers are longer than 16 KiB");
        require(net::isToken(name), "a header's name is malformed");
        require(net::isFieldValue(value),
                "the value of header " + std::string(name) + " holds a control character");
        headers.emplace_back(name, value);
    }
    return headers;
}

}  // namespace

CheckedHttpRequest checkHttpRequest(const vuedeo_http_request& request) {
    require(VUEDEO_HAS(&request, vuedeo_http_request, max_response_bytes),
            "the request's size is smaller than that of ABI 1.0");
    CheckedHttpRequest checked;
    checked.method = toView(request.method);
    require(net::isToken(checked.method) && checked.method.size() <= 16, "the method is malformed");
    checked.url = toView(request.url);
    checked.place = checkUrl(checked.url);
    checked.headers = checkHeaders(request);
    checked.body = toView(request.body);
    require(checked.body.size() <= kMaxBody, "the body is longer than 16 MiB");
    checked.idempotent = (request.flags & VUEDEO_HTTP_IDEMPOTENT) != 0;
    checked.maxAttempts = request.max_attempts;
    require(checked.maxAttempts >= 1 && checked.maxAttempts <= kMaxAttempts,
            "max_attempts is not within 1..10");
    checked.deadlineMs = request.deadline_ms;
    require(checked.deadlineMs >= 1, "deadline_ms is 0");
    checked.maxResponseBytes = std::min(
        request.max_response_bytes == 0 ? kDefaultResponseBytes : request.max_response_bytes,
        kMaxResponseBytes);
    return checked;
}

}  // namespace vuedeo::plugins
