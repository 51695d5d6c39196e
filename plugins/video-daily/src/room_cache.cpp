#include "room_cache.hpp"

namespace vuedeo::daily {
namespace {

constexpr int64_t kFreshMs = 30'000;
constexpr std::size_t kMaxEntries = 4096;

}  // namespace

std::optional<DailyRoom> RoomCache::find(std::string_view name, int64_t nowMs) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(std::string(name));
    if (found == entries_.end() || nowMs - found->second.keptAtMs > kFreshMs) return std::nullopt;
    return found->second.room;
}

void RoomCache::keep(const DailyRoom& room, int64_t nowMs) {
    const std::lock_guard lock(mutex_);
    if (entries_.size() >= kMaxEntries) entries_.clear();  // they would be stale soon in any case
    entries_.insert_or_assign(room.name, Entry{room, nowMs});
}

void RoomCache::forget(std::string_view name) {
    const std::lock_guard lock(mutex_);
    entries_.erase(std::string(name));
}

}  // namespace vuedeo::daily
