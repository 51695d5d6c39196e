#include "webhook.hpp"

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <vuedeo/plugin.hpp>

#include "crypto.hpp"
#include "daily_json.hpp"

namespace vuedeo::daily {
namespace {

using nlohmann::json;
using OrderedJson = nlohmann::ordered_json;  // keeps the order of members, as JSON.stringify does

constexpr std::size_t kMaxKeys = 4096;

bool isSignedOver(std::string_view key, const WebhookSignature& given, std::string_view text) {
    std::string signedText(given.timestamp);
    signedText.append(".").append(text);
    return equalInConstantTime(base64(hmacSha256(key, signedText)), given.signature);
}

// Unix time in milliseconds from either unit: seconds stay below this until the year 5138.
int64_t toMs(double time) {
    constexpr double kFirstMs = 1e11;
    constexpr double kLastMs = 9e15;
    if (!(time > 0) || time > kLastMs) return 0;
    return static_cast<int64_t>(time < kFirstMs ? time * 1000 : time);
}

int64_t timeMember(const json& object, const char* name) {
    if (!object.is_object()) return 0;
    const auto found = object.find(name);
    return found != object.end() && found->is_number() ? toMs(found->get<double>()) : 0;
}

}  // namespace

SignedForm checkSignature(std::string_view key, const WebhookSignature& given,
                          std::string_view body) {
    if (given.timestamp.empty() || given.signature.empty()) return SignedForm::kNone;
    if (isSignedOver(key, given, body)) return SignedForm::kAsSent;
    const auto parsed = parseShallow<OrderedJson>(body);
    if (parsed.is_discarded()) return SignedForm::kNone;
    const std::string compact = parsed.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
    return isSignedOver(key, given, compact) ? SignedForm::kReserialised : SignedForm::kNone;
}

bool isRecent(std::string_view timestamp, int64_t nowMs) {
    constexpr int64_t kWindowMs = 300'000;
    int64_t time = 0;
    const char* end = timestamp.data() + timestamp.size();
    const auto parsed = std::from_chars(timestamp.data(), end, time);
    if (parsed.ec != std::errc() || parsed.ptr != end) return false;
    return std::abs(toMs(static_cast<double>(time)) - nowMs) <= kWindowMs;
}

std::string WebhookEvent::key() const {
    const std::string& thing = !sessionId.empty() ? sessionId : meetingId.empty() ? id : meetingId;
    return type + " " + thing;
}

WebhookEvent readEvent(std::string_view body) {
    const auto parsed = parseShallow<json>(body);
    WebhookEvent event;
    event.isTest = parsed == json{{"test", "test"}};
    if (event.isTest) return event;
    event.type = textMember(parsed, "type");
    event.id = textMember(parsed, "id");
    const json payload =
        parsed.is_object() ? parsed.value("payload", json::object()) : json::object();
    event.room = textMember(payload, "room");
    event.meetingId = textMember(payload, "meeting_id");
    event.sessionId = textMember(payload, "session_id");
    event.userId = textMember(payload, "user_id");
    event.userName = textMember(payload, "user_name");
    constexpr std::size_t kMostKeyBytes = 256;
    const bool named = !event.sessionId.empty() || !event.meetingId.empty() || !event.id.empty();
    if (event.type.empty() || !named || event.key().size() > kMostKeyBytes) {
        throw Error(VUEDEO_E_INVALID, "the body is no event");
    }
    event.joinedAtMs = timeMember(payload, "joined_at");
    event.atMs = event.joinedAtMs;
    if (event.type == kLeft) {
        const int64_t durationS = integerMember(payload, "duration");
        event.atMs = event.joinedAtMs == 0 ? 0 : event.joinedAtMs + durationS * 1000;
    }
    if (event.atMs == 0) event.atMs = timeMember(parsed, "event_ts");
    return event;
}

bool SeenEvents::contains(const std::string& key) const {
    const std::lock_guard lock(mutex_);
    return keys_.count(key) != 0;
}

void SeenEvents::add(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (!keys_.insert(key).second) return;
    order_.push_back(key);
    if (order_.size() <= kMaxKeys) return;
    keys_.erase(order_.front());
    order_.pop_front();
}

}  // namespace vuedeo::daily
