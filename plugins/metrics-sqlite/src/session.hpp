// The writing side of one open database: a connection, its statements, and what it remembers.
//
// Used by one thread at a time, inside a transaction that the Writer opens. When that fails, what
// it remembers may not have been committed: the Writer reloads it, or throws it away.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "connection.hpp"
#include "identities.hpp"
#include "inbox.hpp"

namespace vuedeo::sqlite {

class Session {
public:
    explicit Session(const std::string& path);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // Forgets what has been rolled back and reads the state again.
    void reload();

    Connection& connection() noexcept { return connection_; }
    Inbox& inbox() noexcept { return inbox_; }
    Identities& identities() noexcept { return identities_; }

    // One code VUEDEO_SAMPLE_... a sample.
    void append(const vuedeo_sample_batch& batch, uint8_t* results);
    // Both have been checked: their names are valid.
    void saveRoom(const vuedeo_room& room);
    void saveParticipant(const vuedeo_participant& participant);

private:
    uint8_t appendOne(const vuedeo_sample& sample, uint32_t fieldCount);
    Identity* identify(const vuedeo_sample& sample);
    bool isStorable(const vuedeo_sample& sample, uint32_t fieldCount);
    void touchRooms();

    Connection connection_;
    Identities identities_;
    Inbox inbox_;
    Statement upsertRoom_;
    Statement upsertProviderJson_;
    Statement nameParticipant_;
    Statement activateRoom_;
    Statement touchRoom_;
    std::vector<std::pair<int64_t, int64_t>> touched_;  // room and time of what the batch stored
};

}  // namespace vuedeo::sqlite
