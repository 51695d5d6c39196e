// The rooms in memory, by name, and the channels of the people in them. Thread-safe.
//
// Bounded: when there are max_rooms, the ones that have been empty longest make place. That loses
// nothing, since the host keeps the durable record and creates a room again that it finds missing.
// A room that ended or expired stays as a tombstone until it is evicted in the same way.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vuedeo/realtime.hpp>
#include <vuedeo/services.hpp>

#include "config.hpp"
#include "room.hpp"

namespace vuedeo::mesh {

class Rooms {
public:
    Rooms(const Config& config, Realtime realtime, Clock clock);

    // Throws CONFLICT when an open room has the name, INVALID for impossible terms, LIMITED when
    // all rooms have people in them.
    std::shared_ptr<Room> create(std::string_view name, const RoomTerms& terms);
    std::shared_ptr<Room> find(std::string_view name) const;  // throws NOT_FOUND
    void end(std::string_view name);                          // throws NOT_FOUND

    void open(const RealtimePeer& peer);
    void receive(uint64_t channel, std::string_view message);
    void close(uint64_t channel);
    // Something went wrong on our side; the browser may try again on a new channel.
    void abandon(uint64_t channel) noexcept;

    int64_t nowMs() const noexcept { return clock_.nowMs(); }
    std::size_t roomCount() const;
    std::size_t channelCount() const;

private:
    std::shared_ptr<Room> findOrMake(const RealtimePeer& peer);
    std::shared_ptr<Room> channelRoom(uint64_t channel) const;
    void makePlace();  // with mutex_ held

    const Config config_;
    const Realtime realtime_;
    const Clock clock_;
    // Of connections. It starts at the present time, so that numbers grow over restarts too.
    std::atomic<int64_t> lastConnection_;

    mutable std::mutex mutex_;  // taken before a room's own
    std::unordered_map<std::string, std::shared_ptr<Room>> rooms_;
    std::unordered_map<uint64_t, std::shared_ptr<Room>> channels_;
};

}  // namespace vuedeo::mesh
