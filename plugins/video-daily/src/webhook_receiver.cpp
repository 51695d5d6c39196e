#include "webhook_receiver.hpp"

#include <utility>

namespace vuedeo::daily {

WebhookReceiver::WebhookReceiver(std::string key, const Host& host, RecentVisits& visits)
    : key_(std::move(key)), host_(host), clock_(host), roomEvents_(host), visits_(visits) {}

RouteResponse WebhookReceiver::receive(const RouteRequest& request) {
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
    apply(event);
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

void WebhookReceiver::apply(const WebhookEvent& event) {
    if (event.type == "participant.joined") {
        tellOfJoin(event);
        visits_.joined(event.room, {event.sessionId, event.userId, event.userName, event.atMs},
                       clock_.monotonicMs());
    } else if (event.type == "participant.left") {
        visits_.left(event.room, event.sessionId, clock_.monotonicMs());
    } else {
        host_.info("heard of " + event.type);
    }
}

// One webhook hears all rooms of the domain, others' too; and people who came without this server
// have an id that is none here, or none at all.
void WebhookReceiver::tellOfJoin(const WebhookEvent& event) {
    for (const std::string& id : {event.userId, event.sessionId}) {
        if (id.empty()) continue;
        try {
            roomEvents_.participantJoined({event.room, id, event.userName, event.atMs});
            return;
        } catch (const Error& error) {
            if (error.status() == VUEDEO_E_NOT_FOUND) return;
            if (error.status() != VUEDEO_E_INVALID) throw;
        }
    }
}

}  // namespace vuedeo::daily
