// The plugin: rooms at Daily.co, and meeting tokens that let people into them. Media never passes
// through this server, nor does the API key leave it but to Daily.
#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vuedeo/http_routes.hpp>
#include <vuedeo/services.hpp>
#include <vuedeo/video_provider.hpp>

#include "config.hpp"
#include "config_schema.hpp"
#include "daily_api.hpp"
#include "recent_visits.hpp"
#include "rest_client.hpp"
#include "room_cache.hpp"
#include "webhook_receiver.hpp"

namespace vuedeo::daily {

class DailyVideo final : public VideoProvider, public HttpRoutes, public Health {
public:
    static constexpr const char* kConfigSchema = daily::kConfigSchema;

    DailyVideo(Host host, std::string_view configJson);

    void start(const Call& call) override;

    std::string createRoom(const RoomRequest& request, const Call& call) override;
    std::string findRoom(std::string_view name, const Call& call) override;
    void endRoom(std::string_view name, const Call& call) override;
    std::string admit(const Admission& admission, const Call& call) override;
    std::string listRooms(std::string_view cursor, uint32_t limit, const Call& call) override;
    std::string presence(std::string_view room, const Call& call) override;
    std::string meetings(std::string_view room, uint32_t limit, const Call& call) override;

    // POST webhook: what Daily tells.
    RouteResponse handle(const RouteRequest& request, const Call& call) override;

    std::string check(const Call& call) override;

private:
    // What talks with Daily; from start on, the host calls nothing before.
    struct Remote {
        Remote(const Config& config, const Host& host)
            : client(config, host), api(client), webhooks(config.webhookKey, host, api, visits) {}
        RestClient client;
        DailyApi api;
        RecentVisits visits;
        WebhookReceiver webhooks;
    };

    RoomWish wishFor(const RoomRequest& request) const;
    DailyRoom createOnce(const RoomWish& wish, const Call& call);
    DailyRoom roomToEnter(const Admission& admission, const Call& call);
    std::string tokenFor(const Admission& admission, const Call& call);
    DailyDomain domain(const Call& call);

    const Config config_;
    const Clock clock_;
    std::unique_ptr<Remote> remote_;
    RoomCache rooms_;
    std::mutex mutex_;
    DailyDomain domain_;  // empty until Daily has told it
};

}  // namespace vuedeo::daily
