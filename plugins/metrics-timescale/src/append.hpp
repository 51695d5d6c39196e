// One batch on its way into the database, tried until it is committed.
//
// Used by one thread. A try either commits the whole batch or throws what libpqxx throws and has
// changed nothing, except that it may be in doubt whether it was committed; the next try settles
// that.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>
#include <vuedeo/plugin.hpp>

#include "connection.hpp"
#include "identities.hpp"
#include "partitions.hpp"

namespace vuedeo::timescale {

class Append {
public:
    // partitions: nullptr where TimescaleDB makes chunks by itself. All outlive this.
    Append(const vuedeo_sample_batch& batch, Identities& identities, Partitions* partitions);

    void run(Connection& connection, const Call& call);
    // After a try that failed because of a row: finds it, and rejects it alone.
    void isolateBadRows();

    // One code VUEDEO_SAMPLE_... a sample, once run() has returned.
    const std::vector<uint8_t>& codes() const noexcept { return codes_; }

private:
    struct Row {
        uint32_t index;
        Identity who;
        int64_t atMs;
    };
    struct Doubt {
        std::string transactionId;
        std::vector<uint8_t> codes;
    };
    struct RowKey {
        int64_t participantId;
        int64_t atMs;
        bool operator==(const RowKey& other) const noexcept {
            return participantId == other.participantId && atMs == other.atMs;
        }
    };
    struct RowKeyHash {
        std::size_t operator()(const RowKey& key) const noexcept;
    };

    const vuedeo_sample& sample(uint32_t index) const { return *vuedeo_batch_at(&batch_, index); }
    bool isStorable(const vuedeo_sample& sample) const;
    std::set<int64_t> tryOnce(Connection& connection, const Call& call);
    void chooseRows(int64_t keptFromMs);
    void identify(pqxx::transaction_base& transaction);
    void dropDuplicates();
    bool lockRooms(pqxx::transaction_base& transaction) const;
    void store(pqxx::transaction_base& transaction, std::size_t begin, std::size_t end);
    void storeIsolating(pqxx::transaction_base& transaction, std::size_t begin, std::size_t end);
    void settleDoubts(pqxx::transaction_base& transaction);

    const vuedeo_sample_batch& batch_;
    const uint32_t fieldCount_;
    Identities& identities_;
    Partitions* const partitions_;
    bool isolating_ = false;
    std::vector<Doubt> doubts_;
    std::vector<uint8_t> codes_;
    // Of the running try:
    std::vector<Row> rows_;
    std::vector<Name> newNames_;
    std::vector<Identity> newIdentities_;
    std::unordered_map<RowKey, uint32_t, RowKeyHash> indexOf_;
    std::vector<std::pair<uint32_t, uint32_t>> repeated_;  // index, and that of the first one
};

}  // namespace vuedeo::timescale
