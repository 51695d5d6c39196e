// Webhooks of Daily: whether one is genuine and new, and what it says.
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

namespace vuedeo::daily {

constexpr std::size_t kMaxWebhookBytes = 64 * 1024;

// Types of events.
constexpr const char* kJoined = "participant.joined";
constexpr const char* kLeft = "participant.left";
constexpr const char* kMeetingStarted = "meeting.started";
constexpr const char* kMeetingEnded = "meeting.ended";

struct WebhookSignature {
    std::string_view timestamp;  // X-Webhook-Timestamp, as it came
    std::string_view signature;  // X-Webhook-Signature: base64
};

enum class SignedForm {
    kNone,          // not signed with this key
    kAsSent,        // over the bytes of the body
    kReserialised,  // over the body's JSON, written again without spaces
};

// In constant time. Daily's own example signs what JSON.stringify makes of the parsed body, others
// the bytes: either will do.
SignedForm checkSignature(std::string_view key, const WebhookSignature& given,
                          std::string_view body);

// Whether a timestamp (Unix time in seconds or milliseconds) is within five minutes of now.
bool isRecent(std::string_view timestamp, int64_t nowMs);

struct WebhookEvent {
    bool isTest = false;  // Daily tries the address before it accepts it
    std::string type;     // "participant.joined"
    std::string id;
    std::string room;
    std::string meetingId;
    std::string sessionId;
    std::string userId;  // of the token; empty: entered without one
    std::string userName;
    int64_t atMs = 0;        // when somebody came or left; 0: not told
    int64_t joinedAtMs = 0;  // of somebody who left: when they had come; 0: not told

    // The same event again has the same key, even if Daily gave it another id.
    std::string key() const;
};

// Throws Error INVALID when the body, of at most kMaxWebhookBytes, is no event.
WebhookEvent readEvent(std::string_view body);

// The keys of the last few thousand events. Any thread.
class SeenEvents {
public:
    bool contains(const std::string& key) const;
    void add(const std::string& key);

private:
    mutable std::mutex mutex_;
    std::deque<std::string> order_;  // oldest first
    std::unordered_set<std::string> keys_;
};

}  // namespace vuedeo::daily
