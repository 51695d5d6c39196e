#include "turnstile.hpp"

#include <algorithm>
#include <vuedeo/plugin.hpp>

namespace vuedeo {
inline namespace store_common {

void Turnstile::enter(std::chrono::steady_clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    if (free_ > 0) {
        --free_;
        return;
    }
    const auto place = waiting_.emplace(waiting_.end(), false);
    const bool admitted = wake_.wait_until(lock, deadline, [&] { return *place; });
    waiting_.erase(place);
    if (!admitted) {
        throw Error::retryAfter(VUEDEO_E_UNAVAILABLE, std::chrono::seconds(1),
                                "the database is busy: no turn came before the deadline");
    }
}

void Turnstile::leave() noexcept {
    const std::lock_guard lock(mutex_);
    const auto next = std::find(waiting_.begin(), waiting_.end(), false);
    if (next == waiting_.end()) {
        ++free_;
        return;
    }
    *next = true;
    wake_.notify_all();
}

}  // namespace store_common
}  // namespace vuedeo
