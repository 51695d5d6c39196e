#include "webhook_receiver.hpp"

#include <algorithm>
#include <utility>

namespace vuedeo::daily {

WebhookReceiver::WebhookReceiver(std::string key, const Host& host, DailyApi& api,
                                 RecentVisits& visits)
    : key_(std::move(key)),
      host_(host),
      clock_(host),
      roomEvents_(host),
      api_(api),
      visits_(visits) {}

RouteResponse WebhookReceiver::receive(const RouteRequest& request, const Call& call) {
    RouteResponse thanks{200, R"({"received":true})"};
    if (key_.empty()) throw Error(VUEDEO_E_NOT_FOUND, "webhooks need webhook_secret");
    if (request.body().size() > kMaxWebhookBytes) {
        throw Error(VUEDEO_E_INVALID, "no webhook of Daily's is that long");
    }
    const WebhookEvent event = readEvent(request.body());
    if (event.isTest) return thanks;  // it says nothing that would have to be true
    authenticate(request);
    if (seen_.contains(event.key())) {
        ++repeated_;
        return thanks;
    }
    apply(event, call);
    seen_.add(event.key());  // not before: after a failure it must be heard again
    ++accepted_;
    return thanks;
}

void WebhookReceiver::authenticate(const RouteRequest& request) {
    const WebhookSignature given{request.header("X-Webhook-Timestamp"),
                                 request.header("X-Webhook-Signature")};
    const SignedForm form = checkSignature(key_, given, request.body());
    if (form == SignedForm::kNone || !isRecent(given.timestamp, clock_.nowMs())) {
        ++refused_;
        throw Error(VUEDEO_E_DENIED, form == SignedForm::kNone
                                         ? "a webhook that is not signed with webhook_secret"
                                         : "a webhook whose time is not within five minutes");
    }
    host_.debug(form == SignedForm::kAsSent ? "a webhook, signed as sent"
                                            : "a webhook, signed as written again");
}

// Daily may deliver in any order, and again after a restart has emptied seen_: the record keeps the
// first coming and the last leaving, and an old event says nothing about who is there now.
void WebhookReceiver::apply(const WebhookEvent& event, const Call& call) {
    const int64_t nowMs = clock_.nowMs();
    const int64_t atMs = event.atMs == 0 ? nowMs : event.atMs;
    PresentPerson person{event.sessionId, event.userId, event.userName, event.joinedAtMs};
    if (event.type == kJoined) {
        person.joinedAtMs = atMs;
        record(event.room, person);
        const int64_t ageMs = std::max<int64_t>(nowMs - atMs, 0);
        visits_.joined(event.room, person, clock_.monotonicMs() - ageMs);
    } else if (event.type == kLeft) {
        person.leftAtMs = atMs;
        record(event.room, person);
        visits_.left(event.room, event.sessionId, clock_.monotonicMs());
    } else if (event.type == kMeetingStarted || event.type == kMeetingEnded) {
        recordMeeting(event, call);
    } else {
        host_.debug("a webhook of no use here: " + event.type);
    }
}

// The event names nobody: Daily is asked who was in the meeting, which makes good for any news of
// single people that was lost.
void WebhookReceiver::recordMeeting(const WebhookEvent& event, const Call& call) {
    constexpr uint32_t kLatest = 10;
    try {
        roomEvents_.findRoom(event.room);
    } catch (const Error& error) {
        // One webhook hears all rooms of the domain, others' too.
        if (error.status() == VUEDEO_E_NOT_FOUND || error.status() == VUEDEO_E_INVALID) return;
        throw;
    }
    for (const Meeting& meeting : api_.meetings(event.room, false, kLatest, call)) {
        if (meeting.id != event.meetingId) continue;
        for (const PresentPerson& person : meeting.people) {
            record(event.room, person);
            if (!meeting.ongoing) {
                visits_.left(event.room, person.sessionId, clock_.monotonicMs());
            }
        }
    }
}

// People who came without this server have an id that is none here, or none at all.
void WebhookReceiver::record(const std::string& room, const PresentPerson& person) const {
    for (const std::string& id : {person.userId, person.sessionId}) {
        if (id.empty()) continue;
        try {
            const auto visit = [&](int64_t atMs) {
                return RoomVisit{room, id, person.userName, atMs};
            };
            if (person.joinedAtMs != 0) roomEvents_.participantJoined(visit(person.joinedAtMs));
            if (person.leftAtMs != 0) roomEvents_.participantLeft(visit(person.leftAtMs));
            return;
        } catch (const Error& error) {
            if (error.status() == VUEDEO_E_NOT_FOUND) return;  // a room of others in the domain
            if (error.status() != VUEDEO_E_INVALID) throw;
        }
    }
}

}  // namespace vuedeo::daily
