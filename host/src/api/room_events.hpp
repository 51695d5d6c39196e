// What video providers learn of their rooms (vuedeo.room-events/1), put into the store's record.
//
// Owned by main, outlives the registry. Calls come on a provider's lane and wait for the store's.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "plugins/clients.hpp"
#include "plugins/services.hpp"

namespace vuedeo::api {

class RoomEvents : public plugins::RoomEventSink {
public:
    // store: the one that serves now; null: none does yet.
    using StoreNow = std::function<std::shared_ptr<plugins::Plugin>()>;
    explicit RoomEvents(StoreNow store) : store_(std::move(store)) {}

    void participantJoined(const std::string& provider, const vuedeo_room_visit& visit) override;
    void participantLeft(const std::string& provider, const vuedeo_room_visit& visit) override;
    void findRoom(const std::string& provider, std::string_view room) override;

private:
    void save(const std::string& provider, const plugins::ParticipantRecord& participant);
    template <class Action>
    void onStore(const std::string& provider, const std::string& room, Action action);

    const StoreNow store_;
};

}  // namespace vuedeo::api
