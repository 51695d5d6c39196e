#include "rest_client.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <optional>
#include <random>
#include <thread>
#include <utility>

#include "backoff.hpp"
#include "daily_json.hpp"

namespace vuedeo::daily {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr int64_t kLongestOpenMs = 60'000;
constexpr int64_t kLeastAttemptMs = 250;  // with less time left than this, a try is pointless
constexpr std::size_t kMaxInfo = 300;

double randomFraction() {
    static thread_local std::minstd_rand generator{std::random_device{}()};
    return std::uniform_real_distribution<double>(0, 1)(generator);
}

std::string headerOf(const HttpResponse& response, std::string_view name) {
    const auto sameLetter = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) ==
               std::tolower(static_cast<unsigned char>(b));
    };
    for (const auto& [key, value] : response.headers) {
        if (std::equal(key.begin(), key.end(), name.begin(), name.end(), sameLetter)) return value;
    }
    return {};
}

}  // namespace

std::string RestAnswer::info() const {
    std::string text = textMember(body, "error");
    const std::string more = textMember(body, "info");
    if (!more.empty()) text += (text.empty() ? "" : ": ") + more;
    if (text.empty()) text = "status " + std::to_string(status);
    return text;
}

// One passage through the circuit breaker, which hears in any case what became of it.
class RestClient::Passage {
public:
    Passage(CircuitBreaker& breaker, const Clock& clock)
        : breaker_(breaker), clock_(clock), permit_(breaker.enter(clock.monotonicMs())) {}
    ~Passage() {
        if (permit_.granted && !settled_) breaker_.abandoned(permit_);
    }
    Passage(const Passage&) = delete;
    Passage& operator=(const Passage&) = delete;

    int64_t refusedForMs() const noexcept {
        return permit_.granted ? 0 : std::max<int64_t>(permit_.waitMs, 1);
    }
    void succeeded() {
        settled_ = true;
        breaker_.succeeded();
    }
    void failed() {
        settled_ = true;
        breaker_.failed(permit_, clock_.monotonicMs());
    }

private:
    CircuitBreaker& breaker_;
    const Clock& clock_;
    const CircuitBreaker::Permit permit_;
    bool settled_ = false;
};

// What became of one try.
struct RestClient::Attempt {
    enum class Outcome { kAnswered, kLimited, kRefused, kFailed };
    Outcome outcome = Outcome::kFailed;
    RestAnswer answer;
    std::string why;
    int64_t retryAfterMs = 0;
};

RestClient::RestClient(const Config& config, const Host& host)
    : config_(config),
      http_(host),
      clock_(host),
      breaker_(config.breakerFailures, config.breakerOpen.count(), kLongestOpenMs),
      requestTurns_(config.requestsPerS, std::max(1.0, config.requestsPerS / 3)),
      deleteTurns_(config.deletesPerS, 1) {}

RestAnswer RestClient::send(const RestRequest& request, const Call& call) {
    for (uint32_t made = 1;; ++made) {
        Attempt last = attempt(request, call);
        if (last.outcome == Attempt::Outcome::kAnswered) {
            last.answer.attempts = made;
            return std::move(last.answer);
        }
        const bool limited = last.outcome == Attempt::Outcome::kLimited;
        if (!limited && !request.repeatable) {
            throw OutcomeUnknown(VUEDEO_E_UNAVAILABLE, last.why);
        }
        if (limited) turnsOf(request).pauseUntil(clock_.monotonicMs() + last.retryAfterMs);
        const auto status = limited ? VUEDEO_E_LIMITED : VUEDEO_E_UNAVAILABLE;
        waitToRetry(made, Error::retryAfter(status, milliseconds(last.retryAfterMs), last.why),
                    call);
    }
}

void RestClient::waitToRetry(uint32_t made, const Error& failure, const Call& call) {
    const int64_t delayMs =
        std::max<int64_t>(backoffMs(made, randomFraction()), failure.retryAfter().count());
    const bool inTime = delayMs + kLeastAttemptMs < call.remaining().count();
    if (made >= config_.maxAttempts || !inTime) {
        throw Error::retryAfter(failure.status(), milliseconds(delayMs), failure.what());
    }
    ++retries_;
    pause(delayMs, call);
}

// Throws what ends all tries: no permit, no turn, a refused key.
RestClient::Attempt RestClient::attempt(const RestRequest& request, const Call& call) {
    Passage passage(breaker_, clock_);
    if (passage.refusedForMs() > 0) {
        throw Error::retryAfter(VUEDEO_E_UNAVAILABLE, milliseconds(passage.refusedForMs()),
                                "Daily is left alone for a while: " + lastFailure());
    }
    takeTurn(request, call);
    ++requests_;
    Attempt result;
    try {
        result = judge(fetch(request, call));
    } catch (const Error& error) {  // of the network: there was no answer
        result.why = withoutKey(error.what());
    }
    if (result.outcome == Attempt::Outcome::kFailed) {
        passage.failed();
        noteFailure(result.why);
        return result;
    }
    passage.succeeded();
    if (result.outcome == Attempt::Outcome::kLimited) ++limited_;
    keyRefused_ = result.outcome == Attempt::Outcome::kRefused;
    if (keyRefused_) {
        noteFailure(result.why);
        throw Error(VUEDEO_E_UNAVAILABLE, result.why);
    }
    if (result.outcome == Attempt::Outcome::kAnswered) noteSuccess();
    return result;
}

RestClient::Attempt RestClient::judge(const HttpResponse& response) const {
    Attempt result;
    RestAnswer& answer = result.answer;
    answer.status = response.status;
    answer.body = parseShallow<json>(response.body);
    for (const char* member : {"error", "info"}) {
        if (!answer.ok() && answer.body.is_object() && answer.body.contains(member)) {
            answer.body[member] = withoutKey(textMember(answer.body, member));
        }
    }
    result.retryAfterMs = retryAfterMs(headerOf(response, "Retry-After"), clock_.nowMs());
    result.why = "Daily answered " + std::to_string(answer.status);
    if (answer.status == 429) {
        result.outcome = Attempt::Outcome::kLimited;
        result.why = "Daily asks for fewer requests";
    } else if (answer.status == 401 || answer.status == 403) {
        result.outcome = Attempt::Outcome::kRefused;
        result.why = "Daily refuses the API key (" + answer.info() + "): correct api_key";
    } else if (answer.status < 200 || answer.status >= 500) {
        result.outcome = Attempt::Outcome::kFailed;
    } else if (answer.ok() && !answer.body.is_structured()) {
        result.why += " with a body that is no JSON";
    } else {
        result.outcome = Attempt::Outcome::kAnswered;
    }
    return result;
}

HttpResponse RestClient::fetch(const RestRequest& request, const Call& call) const {
    HttpRequest raw;
    raw.method = request.method;
    raw.url = config_.apiUrl + request.path;
    raw.headers = {{"Authorization", "Bearer " + config_.apiKey}, {"Accept", "application/json"}};
    if (!request.body.is_null()) {
        raw.headers.emplace_back("Content-Type", "application/json");
        raw.body = request.body.dump();
    }
    raw.idempotent = request.repeatable;
    return http_.fetch(raw, std::min(call.remaining(), config_.attemptTimeout));
}

TokenBucket& RestClient::turnsOf(const RestRequest& request) noexcept {
    return std::string_view(request.method) == "DELETE" ? deleteTurns_ : requestTurns_;
}

// Waits until the rate allows another request.
void RestClient::takeTurn(const RestRequest& request, const Call& call) {
    const int64_t atMostMs = call.remaining().count() - kLeastAttemptMs;
    if (atMostMs < 0) throw Error(VUEDEO_E_UNAVAILABLE, "no time is left to ask Daily");
    const TokenBucket::Turn turn = turnsOf(request).reserve(clock_.monotonicMs(), atMostMs);
    if (!turn.granted) {
        throw Error::retryAfter(VUEDEO_E_LIMITED, milliseconds(turn.waitMs),
                                "more requests wait for Daily than it may be sent in time");
    }
    pause(turn.waitMs, call);
}

void RestClient::pause(int64_t ms, const Call& call) const {
    constexpr milliseconds kGlance{50};
    const auto until = std::chrono::steady_clock::now() + milliseconds(ms);
    for (;;) {
        if (call.cancelled()) throw Error(VUEDEO_E_UNAVAILABLE, "nobody waits for it any more");
        const auto left = until - std::chrono::steady_clock::now();
        if (left.count() <= 0) return;
        std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(left, kGlance));
    }
}

void RestClient::noteSuccess() {
    lastSuccessAtMs_ = clock_.nowMs();
    const std::lock_guard lock(mutex_);
    lastFailure_.clear();
}

void RestClient::noteFailure(const std::string& why) {
    ++failures_;
    const std::lock_guard lock(mutex_);
    lastFailure_ = why;
}

std::string RestClient::lastFailure() const {
    const std::lock_guard lock(mutex_);
    return lastFailure_;
}

// For messages: one bounded line in which the key does not stand, whoever repeats it.
std::string RestClient::withoutKey(std::string text) const {
    for (std::size_t at = 0; (at = text.find(config_.apiKey, at)) != std::string::npos;) {
        text.replace(at, config_.apiKey.size(), "***");
    }
    if (text.size() > kMaxInfo) text.resize(kMaxInfo);
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < ' '; };
    std::replace_if(text.begin(), text.end(), isControl, ' ');
    return text;
}

}  // namespace vuedeo::daily
