// What the viewers of one room are told: messages in the order in which samples were stored, each
// with a cursor, the last of them kept for viewers that come back. One thread at a time.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "net/websocket.hpp"

namespace vuedeo::live {

class LiveRoom {
public:
    // epoch: tells this room's cursors from all others. keepBytes: of messages.
    LiveRoom(std::string epoch, std::chrono::seconds poll, std::size_t keepBytes);

    // Sends "hello" and what came after the cursor; "reset" instead, when that is not known here.
    // cursor: empty: from now on.
    void enter(const net::WebSocket& viewer, std::string_view cursor);
    void leave(uint64_t viewer) { viewers_.erase(viewer); }

    void publish(std::string_view samples);  // a JSON array
    // Some samples are not told: everybody has to read the room again.
    void reset();

    // From the next "hello" or "reset" on.
    void pollEvery(std::chrono::seconds poll) noexcept { poll_ = poll; }

    std::size_t viewers() const noexcept { return viewers_.size(); }
    uint64_t resets() const noexcept { return resets_; }  // viewers that were told so

private:
    using Text = std::shared_ptr<const std::string>;
    struct Message {
        uint64_t number;
        Text text;
    };

    Text message(const char* type, uint64_t number, std::string_view rest = {}) const;
    bool knows(std::string_view cursor, uint64_t& number) const;

    const std::string epoch_;
    std::chrono::seconds poll_;
    const std::size_t keepBytes_;
    std::unordered_map<uint64_t, net::WebSocket> viewers_;
    std::deque<Message> kept_;  // without a gap up to last_
    std::size_t keptBytes_ = 0;
    uint64_t last_ = 0;
    uint64_t resets_ = 0;
};

}  // namespace vuedeo::live
