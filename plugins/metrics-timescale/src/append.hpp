// One batch on its way into the database, tried until it is committed.
//
// Used by one thread. A try either commits the whole batch or throws what libpqxx throws and has
// changed nothing, except that it may be in doubt whether it was committed; the next try settles
// that.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>
#include <vuedeo/plugin.hpp>

#include "connection.hpp"
#include "identities.hpp"
#include "partitions.hpp"

namespace vuedeo::timescale {

class Append {
public:
    // partitions: nullptr where TimescaleDB makes chunks by itself. All outlive this. isCareful:
    // some samples may be stored already, as isCareful() says afterwards; without, they cost a
    // further try.
    Append(const vuedeo_sample_batch& batch, Identities& identities, Partitions* partitions,
           bool isCareful);

    void run(Connection& connection, const Call& call);
    // After a try that failed because of a row: finds it, and rejects it alone.
    void isolateBadRows();

    bool isCareful() const noexcept { return isCareful_; }
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
    const vuedeo_sample& sample(uint32_t index) const { return *vuedeo_batch_at(&batch_, index); }
    bool isStorable(const vuedeo_sample& sample) const;
    std::set<int64_t> tryOnce(Connection& connection, const Call& call);
    void chooseRows();
    bool findKnown();
    std::set<int64_t> rooms() const;
    void dropBefore(int64_t keptFromMs);
    std::set<int64_t> missingDays() const;
    void findOrMakeOthers(pqxx::transaction_base& transaction);
    void store(pqxx::transaction_base& transaction, std::size_t begin, std::size_t end);
    void storeAtOnce(pqxx::transaction_base& transaction, std::size_t begin, std::size_t end);
    void storeIsolating(pqxx::transaction_base& transaction, std::size_t begin, std::size_t end);
    void markStored(const pqxx::result& stored, std::size_t begin, std::size_t end);
    void settleDoubts(pqxx::transaction_base& transaction);

    const vuedeo_sample_batch& batch_;
    const uint32_t fieldCount_;
    Identities& identities_;
    Partitions* const partitions_;
    bool isCareful_;
    bool isolating_ = false;
    std::vector<Doubt> doubts_;
    std::vector<uint8_t> codes_;
    // Of the running try:
    uint32_t sampleTypeId_ = 0;
    std::vector<Row> rows_;
    std::vector<Name> newNames_;
    std::vector<Identity> newIdentities_;
};

}  // namespace vuedeo::timescale
