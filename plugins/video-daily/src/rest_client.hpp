// Requests to Daily's REST API: authorised, paced, tried again within the call's deadline, and
// given up early while Daily is down. Owned by the plugin; any thread, may block.
//
// Errors never hold the API key: neither what Daily says nor what the network says gets past
// without it being blotted out.
#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vuedeo/services.hpp>

#include "circuit_breaker.hpp"
#include "config.hpp"
#include "token_bucket.hpp"

namespace vuedeo::daily {

struct RestRequest {
    const char* method;
    std::string path;     // "/rooms/abc", with its query
    nlohmann::json body;  // null: none
    // Sent twice, it has the same effect as once. One that is not is sent again only after Daily
    // has refused it with 429.
    bool repeatable = true;
};

struct RestAnswer {
    int status = 0;  // 2xx, or 4xx other than 401, 403 and 429
    nlohmann::json body;
    uint32_t attempts = 1;
    bool ok() const noexcept { return status < 300; }
    std::string info() const;  // Daily's words for what went wrong, for the log
};

// Nobody knows whether Daily has done what a request that is not repeatable asked for.
class OutcomeUnknown : public Error {
public:
    using Error::Error;
};

struct RestCounters {
    uint64_t requests;
    uint64_t retries;
    uint64_t limited;   // answers 429
    uint64_t failures;  // no answer, a broken one, or 5xx
};

class RestClient {
public:
    RestClient(const Config& config, const Host& host);

    // Throws Error UNAVAILABLE (no answer, or the key is refused) or LIMITED, and OutcomeUnknown.
    RestAnswer send(const RestRequest& request, const Call& call);

    // Sleeps before another attempt at what has been tried `made` times. Throws this failure when
    // attempts or time have run out; its retryAfter is waited for.
    void waitToRetry(uint32_t made, const Error& failure, const Call& call);

    CircuitBreaker::State breaker() const { return breaker_.state(); }
    RestCounters counters() const noexcept { return {requests_, retries_, limited_, failures_}; }
    std::string lastFailure() const;  // empty: none since the last success
    int64_t lastSuccessAtMs() const noexcept { return lastSuccessAtMs_; }  // Unix time; 0: never
    // What keeps this server from being let in, as long as it does: a refused key.
    bool keyRefused() const noexcept { return keyRefused_; }

private:
    class Passage;
    struct Attempt;
    Attempt attempt(const RestRequest& request, const Call& call);
    Attempt judge(const HttpResponse& response) const;
    HttpResponse fetch(const RestRequest& request, const Call& call) const;
    TokenBucket& turnsOf(const RestRequest& request) noexcept;
    void takeTurn(const RestRequest& request, const Call& call);
    void pause(int64_t ms, const Call& call) const;
    void noteSuccess();
    void noteFailure(const std::string& why);
    std::string withoutKey(std::string text) const;

    const Config& config_;
    const HttpClient http_;
    const Clock clock_;
    CircuitBreaker breaker_;
    TokenBucket requestTurns_;
    TokenBucket deleteTurns_;
    std::atomic<uint64_t> requests_{0};
    std::atomic<uint64_t> retries_{0};
    std::atomic<uint64_t> limited_{0};
    std::atomic<uint64_t> failures_{0};
    std::atomic<int64_t> lastSuccessAtMs_{0};
    std::atomic<bool> keyRefused_{false};
    mutable std::mutex mutex_;
    std::string lastFailure_;
};

}  // namespace vuedeo::daily
