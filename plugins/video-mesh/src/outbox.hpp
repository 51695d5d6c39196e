// What a room has to tell the browsers, in the order in which it happened.
//
// Messages are queued while the room's lock is held and delivered after it was released: the host
// may call back (on_close) from inside a delivery, and two threads must not deliver out of order.
// One thread at a time delivers; what others queue meanwhile it delivers too.
#pragma once
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>
#include <vuedeo/realtime.hpp>

namespace vuedeo::mesh {

class Outbox {
public:
    void send(uint64_t channel, std::string message);
    void close(uint64_t channel, uint32_t code, std::string reason);

    // Call it without a lock. Returns at once when another thread, or a caller further up on this
    // one's stack, is delivering.
    void deliver(const Realtime& realtime) noexcept;

private:
    struct Item {
        uint64_t channel;
        uint32_t closeCode;  // 0: a message
        std::string text;
    };
    std::mutex mutex_;
    std::vector<Item> items_;
    bool delivering_ = false;
};

}  // namespace vuedeo::mesh
