// The writing half: each call is one transaction, tried again on a new connection for as long as
// that may help and the call has time.
//
// Used by any thread.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <atomic>
#include <functional>
#include <vuedeo/plugin.hpp>

#include "identities.hpp"
#include "partitions.hpp"
#include "pool.hpp"

namespace vuedeo::timescale {

class Writer {
public:
    Writer(Pool& pool, Identities& identities) : pool_(pool), identities_(identities) {}

    // nullptr where TimescaleDB makes chunks by itself; before the first call.
    void setPartitions(Partitions* partitions) noexcept { partitions_ = partitions; }

    // All have been checked: their names are valid. Throw Error UNAVAILABLE.
    void append(const vuedeo_sample_batch& batch, uint8_t* results, const Call& call);
    void saveRoom(const vuedeo_room& room, const Call& call);
    void saveParticipant(const vuedeo_participant& participant, const Call& call);

private:
    using Work = std::function<void(Connection&)>;
    // onBadData: what to change before the next try when a row cannot be stored; returns false if
    // there is nothing to change.
    void run(const Call& call, const Work& work, const std::function<bool()>& onBadData);

    Pool& pool_;
    Identities& identities_;
    Partitions* partitions_ = nullptr;
    std::atomic<int> carefulBatches_{0};
};

}  // namespace vuedeo::timescale
