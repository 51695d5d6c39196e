// The surrogate keys of rooms and participants: a bounded memory of them, and how new ones are
// made.
//
// Identities is used by any thread. Only what a committed transaction has seen is remembered.
#pragma once
#include <cstdint>
#include <mutex>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace vuedeo::timescale {

struct Identity {
    int64_t roomId = 0;
    int64_t participantId = 0;
};

struct Name {
    std::string room;
    std::string participant;
    int64_t seenAtMs = 0;  // the room's creation, should there be none
};

class Identities {
public:
    std::optional<Identity> find(std::string_view room, std::string_view participant) const;
    void remember(const std::vector<Name>& names, const std::vector<Identity>& identities);
    void clear();

private:
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Identity> known_;
};

// The keys of distinct names, in their order. Those that are not there yet are made, in this order
// too.
std::vector<Identity> findOrMake(pqxx::transaction_base& transaction,
                                 const std::vector<Name>& names);

// Tells a (room, participant) from every other one.
std::string keyOf(std::string_view room, std::string_view participant);

}  // namespace vuedeo::timescale
