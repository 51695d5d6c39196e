// The deadlines of an event loop: one for each connection. One thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

namespace vuedeo::net {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
inline constexpr TimePoint kNever = TimePoint::max();

struct Deadline {
    TimePoint due = kNever;
    TimePoint queued = kNever;  // where the heap will next look at it
};

// Moving a deadline later, what nearly every request does, only writes it down: the heap finds out
// when it comes to the earlier time.
class Timers {
public:
    void set(uint64_t id, Deadline& deadline, TimePoint due);

    TimePoint next() const noexcept { return heap_.empty() ? kNever : heap_.top().first; }

    // find: the deadline of an id, or null if it has gone. expire: called for each that is due,
    // after its deadline has become kNever.
    void run(TimePoint now, const std::function<Deadline*(uint64_t)>& find,
             const std::function<void(uint64_t)>& expire);

private:
    using Entry = std::pair<TimePoint, uint64_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> heap_;
};

}  // namespace vuedeo::net
