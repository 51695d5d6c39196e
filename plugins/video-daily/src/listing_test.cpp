// The list of Daily's rooms, page by page, as the host asks for it. HTTP is a fake's.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>
#include <vuedeo/room_events.hpp>
#include <vuedeo/testing.hpp>

#include "daily_video.hpp"

namespace vuedeo::daily {
namespace {

using nlohmann::json;

class Listing : public ::testing::Test {
protected:
    Listing() {
        host_.offer(VUEDEO_CLOCK_1, &clock_);
        host_.offer(VUEDEO_HTTP_CLIENT_1, &http_);
        host_.offer(VUEDEO_ROOM_EVENTS_1, &roomEvents_);
        answers_["/"] = R"({"domain_name": "d", "domain_id": "1"})";
        daily_ = std::make_unique<DailyVideo>(
            host_.host(), R"({"api_key": "k", "api_url": "http://127.0.0.1:1/v1"})");
        daily_->start(call_.call());
    }

    json list(std::string_view cursor, uint32_t limit) {
        return json::parse(daily_->listRooms(cursor, limit, call_.call()));
    }
    static std::string page(const std::vector<std::string>& ids) {
        json rooms = json::array();
        for (const auto& id : ids) {
            rooms.push_back({{"id", id}, {"name", "room-" + id}, {"url", "https://d.daily.co/x"}});
        }
        return json{{"total_count", 3}, {"data", rooms}}.dump();
    }

    std::map<std::string, std::string> answers_;  // by path and query; others: 404

private:
    static constexpr std::string_view kBase = "http://127.0.0.1:1/v1";

    vuedeo_status answer(const vuedeo_http_request& request, vuedeo_http_response& response) {
        const std::string target(view(request.url).substr(kBase.size()));
        const auto found = answers_.find(target);
        response.status = found == answers_.end() ? 404 : 200;
        const std::string body =
            found == answers_.end() ? R"({"error": "not-found"})" : found->second;
        response.body.append(response.body.ctx, body.data(), body.size());
        return VUEDEO_OK;
    }

    const vuedeo_clock_1 clock_{sizeof clock_, 0, nullptr, [](void*) { return int64_t{1'000'000}; },
                                [](void*) { return int64_t{1'000'000}; }};
    const vuedeo_http_client_1 http_{
        sizeof http_, 0, this,
        [](void* self, const vuedeo_http_request* request, vuedeo_http_response* response,
           vuedeo_error*) { return static_cast<Listing*>(self)->answer(*request, *response); }};
    const vuedeo_room_events_1 roomEvents_{};
    testing::TestHost host_;
    testing::TestCall call_;
    std::unique_ptr<DailyVideo> daily_;
};

TEST_F(Listing, FollowsDailysCursorsToTheLastPage) {
    answers_["/rooms?limit=2"] = page({"c", "b"});
    answers_["/rooms?limit=2&starting_after=b"] = page({"a"});
    const json first = list("", 2);
    EXPECT_EQ(first["rooms"][0]["name"], "room-c");
    EXPECT_EQ(first["rooms"][1]["name"], "room-b");
    EXPECT_EQ(first["next"], "b");
    const json last = list("b", 2);
    EXPECT_EQ(last["rooms"].size(), 1U);
    EXPECT_EQ(last["rooms"][0]["url"], "https://d.daily.co/x");
    EXPECT_TRUE(last["next"].is_null());
}

TEST_F(Listing, SendsAnyCursorAsOneParameter) {
    answers_["/rooms?limit=1&starting_after=a%20%26b%3D%2F"] = page({});
    EXPECT_TRUE(list("a &b=/", 1)["rooms"].empty());
}

TEST_F(Listing, PassesOnWhatDailyRefuses) {
    EXPECT_THROW(list("gone", 1), Error);
}

}  // namespace
}  // namespace vuedeo::daily
