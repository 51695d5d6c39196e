#include "plugins/http_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <new>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "plugins/http_request.hpp"
#include "plugins/http_retry.hpp"
#include "plugins/strings.hpp"

namespace vuedeo::plugins {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kIdleHandles = 8;
constexpr std::size_t kMaxAnswerHeaderBytes = 64 * 1024;
constexpr milliseconds kConnectTimeout{5000};

struct ListFree {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, ListFree>;

void append(HeaderList& list, const std::string& line) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
}

// The answer of one attempt, as it comes in.
struct Answer {
    std::size_t maxBytes = 0;
    long status = 0;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::size_t headerBytes = 0;
    bool tooLong = false;
};

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// libcurl's callbacks: any count but the given one aborts the transfer. No exception may pass it.
std::size_t onBody(char* data, std::size_t, std::size_t size, void* ctx) noexcept {
    auto& answer = *static_cast<Answer*>(ctx);
    try {
        if (size <= answer.maxBytes - answer.body.size()) {
            answer.body.append(data, size);
            return size;
        }
    } catch (const std::exception&) {
        answer.body.clear();
    }
    answer.tooLong = true;
    return 0;
}

std::size_t onHeader(char* data, std::size_t, std::size_t size, void* ctx) noexcept {
    auto& answer = *static_cast<Answer*>(ctx);
    const std::string_view line(data, size);
    try {
        if (line.substr(0, 5) == "HTTP/") {  // a 1xx answer may have come before
            answer.headers.clear();
            answer.headerBytes = 0;
            return size;
        }
        answer.headerBytes += size;
        const std::size_t colon = line.find(':');
        if (answer.headerBytes <= kMaxAnswerHeaderBytes) {
            if (colon != std::string_view::npos) {
                answer.headers.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
            }
            return size;
        }
    } catch (const std::exception&) {
        answer.headers.clear();
    }
    answer.tooLong = true;
    return 0;
}

template <class Value>
void set(CURL* curl, CURLoption option, Value value) {
    const CURLcode code = curl_easy_setopt(curl, option, value);
    if (code != CURLE_OK) throw std::runtime_error(curl_easy_strerror(code));
}

HeaderList headerLines(const CheckedHttpRequest& request) {
    HeaderList lines;
    bool typed = false;
    for (const auto& [name, value] : request.headers) {
        // An empty value is spelled so for libcurl, which would drop the header otherwise.
        append(lines, value.empty() ? name + ";" : name + ": " + value);
        typed = typed || curl_strequal(name.c_str(), "content-type") != 0;
    }
    if (!typed) append(lines, "Content-Type:");  // no form type by default
    append(lines, "Expect:");
    return lines;
}

void prepare(CURL* curl, const CheckedHttpRequest& request, curl_slist* headers, Answer& answer) {
    curl_easy_reset(curl);
    set(curl, CURLOPT_URL, request.url.c_str());
    set(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_FOLLOWLOCATION, 0L);
    set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    set(curl, CURLOPT_USERAGENT, "vuedeo/" VUEDEO_SDK_VERSION);
    set(curl, CURLOPT_HTTPHEADER, headers);
    set(curl, CURLOPT_WRITEFUNCTION, onBody);
    set(curl, CURLOPT_WRITEDATA, &answer);
    set(curl, CURLOPT_HEADERFUNCTION, onHeader);
    set(curl, CURLOPT_HEADERDATA, &answer);
    // libcurl itself repeats a request when a kept connection turns out to be dead, which the
    // server may have served all the same.
    set(curl, CURLOPT_FRESH_CONNECT, request.idempotent ? 0L : 1L);

    if (!request.body.empty() || request.method == "POST" || request.method == "PUT" ||
        request.method == "PATCH") {
        set(curl, CURLOPT_POSTFIELDS, request.body.empty() ? "" : request.body.data());
        set(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    } else if (request.method == "HEAD") {
        set(curl, CURLOPT_NOBODY, 1L);
    }
    set(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

Attempt::Outcome outcome(CURLcode code) {
    switch (code) {
        case CURLE_OK:
            return Attempt::Outcome::kAnswered;
        case CURLE_COULDNT_CONNECT:
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            return Attempt::Outcome::kNeverReached;
        case CURLE_GOT_NOTHING:
        case CURLE_SEND_ERROR:
        case CURLE_RECV_ERROR:
        case CURLE_PARTIAL_FILE:
        case CURLE_OPERATION_TIMEDOUT:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_HTTP2:
        case CURLE_HTTP2_STREAM:
            return Attempt::Outcome::kLost;
        default:
            return Attempt::Outcome::kFinal;
    }
}

Attempt attempt(CURL* curl, Answer& answer, milliseconds remaining, std::string& why) {
    answer.status = 0;
    answer.body.clear();
    answer.headers.clear();
    answer.headerBytes = 0;
    set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(remaining.count()));
    set(curl, CURLOPT_CONNECTTIMEOUT_MS,
        static_cast<long>(std::min(remaining, kConnectTimeout).count()));
    const CURLcode code = curl_easy_perform(curl);

    Attempt result;
    result.outcome = outcome(code);
    if (answer.tooLong) {
        result.outcome = Attempt::Outcome::kFinal;
        why = "the answer is longer than allowed";
    } else if (code != CURLE_OK) {
        why = curl_easy_strerror(code);
    } else {
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
        result.status = static_cast<int>(answer.status);
        curl_off_t wait = 0;
        constexpr curl_off_t kLongestWait = 24 * 3600;
        curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait);
        if (wait > 0) result.retryAfter = std::chrono::seconds(std::min(wait, kLongestWait));
    }
    return result;
}

double randomFraction() {
    static thread_local std::minstd_rand generator{std::random_device{}()};
    return std::uniform_real_distribution<double>(0, 1)(generator);
}

milliseconds until(steady_clock::time_point end) {
    return std::chrono::duration_cast<milliseconds>(end - steady_clock::now());
}

void deliver(const Answer& answer, uint32_t attempts, vuedeo_http_response& response) {
    response.status = static_cast<int32_t>(answer.status);
    response.attempts = attempts;
    if (response.header != nullptr) {
        for (const auto& [name, value] : answer.headers) {
            response.header(response.ctx, {name.data(), name.size()}, {value.data(), value.size()});
        }
    }
    if (response.body.append != nullptr && !answer.body.empty()) {
        response.body.append(response.body.ctx, answer.body.data(), answer.body.size());
    }
}

}  // namespace

// Gives its handle back whatever happens.
class HttpClient::Lease {
public:
    explicit Lease(HttpClient& client) : client_(client), handle_(client.take()) {}
    ~Lease() { client_.giveBack(std::move(handle_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    CURL* get() const noexcept { return handle_.get(); }

private:
    HttpClient& client_;
    Handle handle_;
};

void HttpClient::Closer::operator()(void* handle) const noexcept {
    curl_easy_cleanup(handle);
}

HttpClient::HttpClient() {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready != CURLE_OK) throw std::runtime_error("libcurl cannot be initialised");
}

HttpClient::~HttpClient() = default;

HttpClient::Handle HttpClient::take() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            Handle handle = std::move(idle_.back());
            idle_.pop_back();
            return handle;
        }
        idle_.reserve(kIdleHandles);  // so that giving back cannot fail
    }
    Handle handle(curl_easy_init());
    if (!handle) throw std::bad_alloc();
    return handle;
}

void HttpClient::giveBack(Handle handle) noexcept {
    curl_easy_reset(handle.get());  // keeps connections, forgets pointers into the request
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kIdleHandles) idle_.push_back(std::move(handle));
}

vuedeo_status HttpClient::fetch(const vuedeo_http_request* request, vuedeo_http_response* response,
                                vuedeo_error* error) noexcept {
    try {
        if (request == nullptr || response == nullptr ||
            !VUEDEO_HAS(response, vuedeo_http_response, reserved)) {
            return report(error, VUEDEO_E_INVALID, "request or response is NULL or too short");
        }
        const CheckedHttpRequest checked = checkHttpRequest(*request);
        const auto end = steady_clock::now() + milliseconds(checked.deadlineMs);
        const RetryLimits limits{checked.idempotent, checked.maxAttempts};

        const HeaderList headers = headerLines(checked);
        Answer answer;
        answer.maxBytes = checked.maxResponseBytes;
        const Lease curl(*this);
        prepare(curl.get(), checked, headers.get(), answer);
        std::string why = "the deadline is over";
        for (uint32_t made = 1;; ++made) {
            const Attempt last =
                attempt(curl.get(), answer, std::max(until(end), milliseconds(1)), why);
            const auto delay = nextDelay(last, limits, made, until(end), randomFraction());
            if (delay) {
                std::this_thread::sleep_for(*delay);
                continue;
            }
            if (last.outcome == Attempt::Outcome::kAnswered) {
                deliver(answer, made, *response);
                return VUEDEO_OK;
            }
            return report(error, VUEDEO_E_UNAVAILABLE,
                          checked.method + " " + checked.place + ": " + why + " (attempt " +
                              std::to_string(made) + ")");
        }
    } catch (const std::invalid_argument& e) {
        return report(error, VUEDEO_E_INVALID, e.what());
    } catch (const std::exception& e) {
        return report(error, VUEDEO_E_UNAVAILABLE, e.what());
    }
}

}  // namespace vuedeo::plugins
