#include "identities.hpp"

#include <algorithm>
#include <stdexcept>

#include "array_literal.hpp"
#include "pq.hpp"
#include "sql.hpp"

namespace vuedeo::timescale {
namespace {

constexpr std::size_t kMaxKnown = 100'000;

pq::Params roomsAndParticipants(const std::vector<Name>& names) {
    ArrayLiteral rooms;
    ArrayLiteral participants;
    for (const Name& name : names) {
        rooms.add(std::string_view(name.room));
        participants.add(std::string_view(name.participant));
    }
    return {rooms.take(), participants.take()};
}

pq::Params roomsAndTimes(const std::vector<Name>& names) {
    ArrayLiteral rooms;
    ArrayLiteral times;
    for (const Name& name : names) {
        rooms.add(std::string_view(name.room));
        times.add(name.seenAtMs);
    }
    return {rooms.take(), times.take()};
}

// Returns how many were found.
std::size_t find(pqxx::transaction_base& transaction, const std::vector<Name>& names,
                 std::vector<Identity>& identities) {
    const pqxx::result found =
        pq::exec(transaction, sql::kFindIdentities, roomsAndParticipants(names));
    for (const auto& row : found)
        identities.at(row[0].as<std::size_t>()) = {row[1].as<int64_t>(), row[2].as<int64_t>()};
    return static_cast<std::size_t>(found.size());
}

}  // namespace

std::string keyOf(std::string_view room, std::string_view participant) {
    std::string key;
    key.reserve(room.size() + participant.size() + 1);
    return key.append(room).append(1, '/').append(participant);  // no room's name has a slash
}

std::optional<Identity> Identities::find(std::string_view room,
                                         std::string_view participant) const {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(keyOf(room, participant));
    if (found == known_.end()) return std::nullopt;
    return found->second;
}

void Identities::remember(const std::vector<Name>& names, const std::vector<Identity>& identities) {
    const std::lock_guard lock(mutex_);
    if (known_.size() + names.size() > kMaxKnown) known_.clear();
    const std::size_t count = std::min(names.size(), kMaxKnown);
    for (std::size_t i = 0; i < count; ++i)
        known_[keyOf(names[i].room, names[i].participant)] = identities[i];
}

void Identities::clear() {
    const std::lock_guard lock(mutex_);
    known_.clear();
}

std::vector<Identity> findOrMake(pqxx::transaction_base& transaction,
                                 const std::vector<Name>& names) {
    std::vector<Identity> identities(names.size());
    if (names.empty() || find(transaction, names, identities) == names.size()) return identities;
    transaction.exec(sql::lock(sql::Lock::kIdentities));
    pq::exec(transaction, sql::kInsertRooms, roomsAndTimes(names));
    pq::exec(transaction, sql::kInsertParticipants, roomsAndParticipants(names));
    if (find(transaction, names, identities) != names.size())
        throw std::runtime_error("a participant that was just stored is not there");
    return identities;
}

}  // namespace vuedeo::timescale
