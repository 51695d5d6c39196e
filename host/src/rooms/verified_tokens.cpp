#include "rooms/verified_tokens.hpp"

#include <utility>

namespace vuedeo::rooms {

std::optional<Claims> VerifiedTokens::find(const std::string& token) {
    const std::lock_guard lock(mutex_);
    if (const auto found = recent_.find(token); found != recent_.end()) return found->second;
    auto node = older_.extract(token);
    if (node.empty()) return std::nullopt;
    if (recent_.size() >= half_) older_ = std::exchange(recent_, {});
    return recent_.insert(std::move(node)).position->second;
}

void VerifiedTokens::add(const std::string& token, const Claims& claims) {
    const std::lock_guard lock(mutex_);
    if (recent_.size() >= half_) older_ = std::exchange(recent_, {});
    recent_.emplace(token, claims);
}

}  // namespace vuedeo::rooms
