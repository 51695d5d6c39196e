#include "net/timers.hpp"

namespace vuedeo::net {

void Timers::set(uint64_t id, Deadline& deadline, TimePoint due) {
    deadline.due = due;
    if (due >= deadline.queued) return;
    deadline.queued = due;
    heap_.emplace(due, id);
}

void Timers::run(TimePoint now, const std::function<Deadline*(uint64_t)>& find,
                 const std::function<void(uint64_t)>& expire) {
    while (!heap_.empty() && heap_.top().first <= now) {
        const auto [time, id] = heap_.top();
        heap_.pop();
        Deadline* deadline = find(id);
        if (deadline == nullptr || deadline->queued != time) continue;
        deadline->queued = kNever;
        const TimePoint due = deadline->due;
        if (due > now) {
            if (due != kNever) set(id, *deadline, due);
            continue;
        }
        deadline->due = kNever;
        expire(id);
    }
}

}  // namespace vuedeo::net
