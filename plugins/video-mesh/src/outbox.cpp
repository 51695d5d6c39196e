#include "outbox.hpp"

#include <utility>

namespace vuedeo::mesh {

void Outbox::send(uint64_t channel, std::string message) {
    const std::lock_guard<std::mutex> lock(mutex_);
    items_.push_back({channel, 0, std::move(message)});
}

void Outbox::close(uint64_t channel, uint32_t code, std::string reason) {
    const std::lock_guard<std::mutex> lock(mutex_);
    items_.push_back({channel, code, std::move(reason)});
}

void Outbox::deliver(const Realtime& realtime) noexcept {
    std::unique_lock<std::mutex> lock(mutex_);
    if (delivering_) return;
    delivering_ = true;
    while (!items_.empty()) {
        std::vector<Item> batch;
        batch.swap(items_);
        lock.unlock();
        for (const Item& item : batch) {
            // A peer that is gone or too slow is closed by the host, and on_close tells the room.
            if (item.closeCode != 0) {
                realtime.close(item.channel, item.closeCode, item.text);
            } else {
                realtime.send(item.channel, item.text);
            }
        }
        lock.lock();
    }
    delivering_ = false;
}

}  // namespace vuedeo::mesh
