// Rooms and participants between the host's records and the C structs of abi/metrics_store.h.
// Private to this folder.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <string>

#include "plugins/clients.hpp"

namespace vuedeo::plugins {

// Borrow the record's memory.
vuedeo_room toRaw(const RoomRecord& room) noexcept;
vuedeo_participant toRaw(const ParticipantRecord& participant) noexcept;

// Throw std::runtime_error when the store shows what the contract does not allow.
RoomRecord fromRaw(const vuedeo_room* room);
ParticipantRecord fromRaw(const vuedeo_participant* participant);

}  // namespace vuedeo::plugins
