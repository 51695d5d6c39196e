// Who has come and gone lately, as webhooks told it: they are faster than Daily's presence, which
// lags up to half a minute and still lists people who have left. Bounded; any thread.
#pragma once
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "daily_api.hpp"

namespace vuedeo::daily {

class RecentVisits {
public:
    // nowMs: monotonic. The two may come in either order.
    void joined(const std::string& room, const PresentPerson& person, int64_t nowMs);
    void left(const std::string& room, const std::string& sessionId, int64_t nowMs);

    // What Daily's presence lists, without those who have left and with those who just came.
    std::vector<PresentPerson> correct(std::string_view room, std::vector<PresentPerson> listed,
                                       int64_t nowMs) const;

private:
    struct Visit {
        std::string room;
        PresentPerson person;
        bool over;
        int64_t toldAtMs;
    };
    void remember(Visit visit);

    mutable std::mutex mutex_;
    std::unordered_map<std::string, Visit> visits_;  // by session id
    std::deque<std::string> order_;                  // oldest first
};

}  // namespace vuedeo::daily
