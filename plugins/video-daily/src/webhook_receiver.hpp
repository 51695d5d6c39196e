// Takes Daily's webhooks: checks them, and passes on what they say. Owned by the plugin; any
// thread.
#pragma once
#include <atomic>
#include <cstdint>
#include <string>
#include <vuedeo/http_routes.hpp>
#include <vuedeo/room_events.hpp>
#include <vuedeo/services.hpp>

#include "daily_api.hpp"
#include "recent_visits.hpp"
#include "webhook.hpp"

namespace vuedeo::daily {

struct WebhookCounters {
    uint64_t accepted;
    uint64_t repeated;  // heard before
    uint64_t refused;   // not signed by Daily, or too old
};

class WebhookReceiver {
public:
    // key: decoded; empty: there are no webhooks. api and visits must outlive this.
    WebhookReceiver(std::string key, const Host& host, DailyApi& api, RecentVisits& visits);

    // Throws Error: NOT_FOUND without a key, DENIED, INVALID, and UNAVAILABLE when it could not be
    // stored: Daily delivers it again then.
    RouteResponse receive(const RouteRequest& request, const Call& call);

    WebhookCounters counters() const noexcept { return {accepted_, repeated_, refused_}; }

private:
    void authenticate(const RouteRequest& request);
    void apply(const WebhookEvent& event, const Call& call);
    void recordMeeting(const WebhookEvent& event, const Call& call);
    void record(const std::string& room, const PresentPerson& person) const;

    const std::string key_;
    const Host host_;
    const Clock clock_;
    const RoomEvents roomEvents_;
    DailyApi& api_;
    RecentVisits& visits_;
    SeenEvents seen_;
    std::atomic<uint64_t> accepted_{0};
    std::atomic<uint64_t> repeated_{0};
    std::atomic<uint64_t> refused_{0};
};

}  // namespace vuedeo::daily
