// Tokens whose signature has been verified, so that a participant who sends a sample every few
// seconds costs one HMAC and not thousands. Bounded: the least recently used half goes when it is
// full. Any thread.
//
// Only what this host signed comes in, and a look-up compares a token's text with one of the same
// 64-bit hash alone: timing it tells a stranger nothing of use.
#pragma once
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "rooms/claims.hpp"

namespace vuedeo::rooms {

class VerifiedTokens {
public:
    explicit VerifiedTokens(std::size_t capacity) : half_(capacity / 2) {}

    std::optional<Claims> find(const std::string& token);
    void add(const std::string& token, const Claims& claims);

private:
    using Tokens = std::unordered_map<std::string, Claims>;

    const std::size_t half_;
    std::mutex mutex_;
    Tokens recent_;
    Tokens older_;  // a token of these that is found moves over
};

}  // namespace vuedeo::rooms
