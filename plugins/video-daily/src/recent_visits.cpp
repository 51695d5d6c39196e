#include "recent_visits.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace vuedeo::daily {
namespace {

constexpr std::size_t kMaxVisits = 4096;
constexpr int64_t kPresenceLagsMs = 45'000;

}  // namespace

void RecentVisits::joined(const std::string& room, const PresentPerson& person, int64_t nowMs) {
    const std::lock_guard lock(mutex_);
    if (visits_.count(person.sessionId) == 0) remember({room, person, false, nowMs});
}

void RecentVisits::left(const std::string& room, const std::string& sessionId, int64_t nowMs) {
    const std::lock_guard lock(mutex_);
    const auto found = visits_.find(sessionId);
    if (found != visits_.end()) {
        found->second.over = true;
    } else {
        remember({room, {sessionId, "", "", 0}, true, nowMs});
    }
}

void RecentVisits::remember(Visit visit) {
    const std::string sessionId = visit.person.sessionId;
    visits_.emplace(sessionId, std::move(visit));
    order_.push_back(sessionId);
    if (order_.size() <= kMaxVisits) return;
    visits_.erase(order_.front());
    order_.pop_front();
}

std::vector<PresentPerson> RecentVisits::correct(std::string_view room,
                                                 std::vector<PresentPerson> listed,
                                                 int64_t nowMs) const {
    const std::lock_guard lock(mutex_);
    const auto hasLeft = [this](const PresentPerson& person) {
        const auto found = visits_.find(person.sessionId);
        return found != visits_.end() && found->second.over;
    };
    listed.erase(std::remove_if(listed.begin(), listed.end(), hasLeft), listed.end());
    for (const auto& [id, visit] : visits_) {
        const bool fresh = !visit.over && nowMs - visit.toldAtMs < kPresenceLagsMs;
        const bool known =
            std::any_of(listed.begin(), listed.end(),
                        [&id = id](const PresentPerson& person) { return person.sessionId == id; });
        if (fresh && !known && visit.room == room) listed.push_back(visit.person);
    }
    return listed;
}

}  // namespace vuedeo::daily
