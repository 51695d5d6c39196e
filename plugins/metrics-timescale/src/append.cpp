#include "append.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "database_error.hpp"
#include "names.hpp"
#include "pq.hpp"
#include "sample_rows.hpp"
#include "sql.hpp"
#include "timestamps.hpp"
#include "writing_transaction.hpp"

namespace vuedeo::timescale {
namespace {

constexpr const char* kInsertNew = "insert_new_samples";
constexpr const char* kInsert = "insert_samples";
constexpr std::size_t kRowsAStatement = 2000;  // up to 1.2 MB: neither side holds more at once

}  // namespace

Append::Append(const vuedeo_sample_batch& batch, Identities& identities, Partitions* partitions,
               bool isCareful)
    : batch_(batch),
      fieldCount_(std::min<uint32_t>(batch.field_count, VUEDEO_FIELD_COUNT)),
      identities_(identities),
      partitions_(partitions),
      isCareful_(isCareful) {}

void Append::isolateBadRows() {
    isolating_ = true;
    isCareful_ = true;
    if (partitions_ != nullptr) partitions_->forget();  // one that is missing fails as a bad row
}

void Append::run(Connection& connection, const Call& call) {
    connection.prepare(kInsertNew, sql::insertSamples(sql::Known::kNone));
    connection.prepare(kInsert, sql::insertSamples(sql::Known::kSome));
    sampleTypeId_ = connection.sampleTypeId();
    for (;;) {
        try {
            const std::set<int64_t> missingDays = tryOnce(connection, call);
            if (missingDays.empty()) break;
            partitions_->ensure(connection, Level::kRaw, missingDays);
        } catch (const pqxx::unique_violation&) {
            if (isCareful_) throw;
            isCareful_ = true;
        }
    }
    identities_.remember(newNames_, newIdentities_);
}

// Returns the days whose partitions have to be made first; nothing is stored then.
std::set<int64_t> Append::tryOnce(Connection& connection, const Call& call) {
    chooseRows();
    const bool areKnown = findKnown();
    // Rooms are locked in one order: all now, or all once the last of them is known.
    WritingTransaction transaction(connection, call.remaining(),
                                   areKnown ? rooms() : std::set<int64_t>());
    bool areThere = transaction.hasLockedAll();
    dropBefore(transaction.state().rawDeletedBefore);
    std::set<int64_t> days = missingDays();
    if (!days.empty()) return days;
    if (!areKnown) {
        findOrMakeOthers(transaction.raw());
        areThere = transaction.lock(rooms());
    }
    if (!areThere) {
        identities_.clear();
        throw Error(VUEDEO_E_UNAVAILABLE, "a room that was known is no longer in the database");
    }
    if (isolating_) {
        storeIsolating(transaction.raw(), 0, rows_.size());
    } else {
        store(transaction.raw(), 0, rows_.size());
    }
    settleDoubts(transaction.raw());
    try {
        transaction.commit();
    } catch (const pqxx::in_doubt_error&) {
        doubts_.push_back({transaction.id(), codes_});
        isCareful_ = true;
        throw;
    }
    return {};
}

bool Append::isStorable(const vuedeo_sample& sample) const {
    return isSampleTime(sample.sampled_at_ms) && isRoomName(view(sample.room)) &&
           isParticipantId(view(sample.participant_id)) &&
           std::none_of(sample.values, sample.values + fieldCount_,
                        [](float value) { return std::isinf(value); });
}

void Append::chooseRows() {
    codes_.assign(batch_.count, VUEDEO_SAMPLE_REJECTED);
    rows_.clear();
    rows_.reserve(batch_.count);
    for (uint32_t i = 0; i < batch_.count; ++i) {
        const vuedeo_sample& each = sample(i);
        if (isStorable(each)) rows_.push_back({i, {}, each.sampled_at_ms});
    }
}

// False: some are not known.
bool Append::findKnown() {
    bool areKnown = true;
    newNames_.clear();
    newIdentities_.clear();
    for (Row& row : rows_) {
        const vuedeo_sample& each = sample(row.index);
        const auto known = identities_.find(view(each.room), view(each.participant_id));
        if (known) row.who = *known;
        areKnown = areKnown && known;
    }
    return areKnown;
}

std::set<int64_t> Append::rooms() const {
    std::set<int64_t> rooms;
    for (const Row& row : rows_) rooms.insert(row.who.roomId);
    return rooms;
}

// Where single samples have been deleted, a duplicate could not be told from a new one.
void Append::dropBefore(int64_t keptFromMs) {
    const auto isTooOld = [keptFromMs](const Row& row) { return row.atMs < keptFromMs; };
    rows_.erase(std::remove_if(rows_.begin(), rows_.end(), isTooOld), rows_.end());
}

std::set<int64_t> Append::missingDays() const {
    if (partitions_ == nullptr) return {};
    std::set<int64_t> days;
    for (const Row& row : rows_) days.insert(floorTo(row.atMs, kDayMs));
    return partitions_->missing(Level::kRaw, days);
}

void Append::findOrMakeOthers(pqxx::transaction_base& transaction) {
    std::unordered_map<std::string, std::size_t> placeOf;
    std::vector<std::pair<Row*, std::size_t>> others;  // with their places among the new names
    for (Row& row : rows_) {
        if (row.who.participantId != 0) continue;
        const std::string_view room = view(sample(row.index).room);
        const std::string_view participant = view(sample(row.index).participant_id);
        const auto [place, isNew] = placeOf.try_emplace(keyOf(room, participant), newNames_.size());
        if (isNew) newNames_.push_back({std::string(room), std::string(participant), row.atMs});
        others.emplace_back(&row, place->second);
    }
    newIdentities_ = findOrMake(transaction, newNames_);
    for (const auto& [row, place] : others) row->who = newIdentities_[place];
}

void Append::store(pqxx::transaction_base& transaction, std::size_t begin, std::size_t end) {
    for (; begin < end; begin += kRowsAStatement)
        storeAtOnce(transaction, begin, std::min(begin + kRowsAStatement, end));
}

void Append::storeAtOnce(pqxx::transaction_base& transaction, std::size_t begin, std::size_t end) {
    SampleRows rows(sampleTypeId_, end - begin);
    for (std::size_t i = begin; i < end; ++i) {
        const Row& row = rows_[i];
        rows.add(row.who.roomId, row.who.participantId, row.atMs, sample(row.index).values,
                 fieldCount_);
    }
    const pq::BinaryParams params{{rows.take()}};
    markStored(pq::execPrepared(transaction, isCareful_ ? kInsert : kInsertNew, params), begin,
               end);
}

// stored: what sql::insertSamples() answers. Of several alike in the batch, the first is no
// duplicate.
void Append::markStored(const pqxx::result& stored, std::size_t begin, std::size_t end) {
    std::set<std::pair<int64_t, int64_t>> keys;
    bool areAll = false;
    for (const auto& row : stored) {
        if (row[0].is_null()) {
            areAll = row[1].as<std::size_t>() == end - begin;
        } else {
            keys.emplace(row[0].as<int64_t>(), row[1].as<int64_t>());
        }
    }
    for (std::size_t i = begin; i < end; ++i) {
        const Row& row = rows_[i];
        const bool isNew = areAll || keys.erase({row.who.participantId, row.atMs}) > 0;
        codes_[row.index] = isNew ? VUEDEO_SAMPLE_STORED : VUEDEO_SAMPLE_DUPLICATE;
    }
}

void Append::storeIsolating(pqxx::transaction_base& transaction, std::size_t begin,
                            std::size_t end) {
    if (begin == end) return;
    try {
        pq::withSavepoint(transaction, [&] { store(transaction, begin, end); });
    } catch (const pqxx::sql_error& error) {
        if (faultOf(error).kind != FaultKind::kData) throw;
        for (std::size_t i = begin; i < end; ++i) codes_[rows_[i].index] = VUEDEO_SAMPLE_REJECTED;
        if (end - begin == 1) return;
        const std::size_t middle = begin + (end - begin) / 2;
        storeIsolating(transaction, begin, middle);
        storeIsolating(transaction, middle, end);
    }
}

// What an earlier try has stored after all is no duplicate of somebody else's.
void Append::settleDoubts(pqxx::transaction_base& transaction) {
    for (const Doubt& doubt : doubts_) {
        bool isCommitted = false;
        try {
            pq::withSavepoint(transaction, [&] {
                const pqxx::result status =
                    pq::exec(transaction, sql::kTransactionStatus, {doubt.transactionId});
                isCommitted = std::string(status[0][0].c_str()) == "committed";
            });
        } catch (const pqxx::sql_error& error) {
            // A server that took over may not know the transaction: it then stored nothing of it.
            if (faultOf(error).kind == FaultKind::kLost) throw;
        }
        for (std::size_t i = 0; isCommitted && i < codes_.size(); ++i)
            if (doubt.codes[i] == VUEDEO_SAMPLE_STORED) codes_[i] = VUEDEO_SAMPLE_STORED;
    }
}

}  // namespace vuedeo::timescale
