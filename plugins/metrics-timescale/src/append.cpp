#include "append.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "array_literal.hpp"
#include "database_error.hpp"
#include "names.hpp"
#include "pq.hpp"
#include "sql.hpp"
#include "store_state.hpp"
#include "timestamps.hpp"

namespace vuedeo::timescale {
namespace {

constexpr const char* kInsert = "insert_samples";
constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

}  // namespace

std::size_t Append::RowKeyHash::operator()(const RowKey& key) const noexcept {
    constexpr uint64_t kGoldenRatio = 0x9e3779b97f4a7c15U;
    const auto mixed = static_cast<uint64_t>(key.participantId) * kGoldenRatio;
    return std::hash<uint64_t>()(mixed ^ static_cast<uint64_t>(key.atMs));
}

Append::Append(const vuedeo_sample_batch& batch, Identities& identities, Partitions* partitions)
    : batch_(batch),
      fieldCount_(std::min<uint32_t>(batch.field_count, VUEDEO_FIELD_COUNT)),
      identities_(identities),
      partitions_(partitions) {}

void Append::isolateBadRows() {
    isolating_ = true;
    if (partitions_ != nullptr) partitions_->forget();  // one that is missing fails as a bad row
}

void Append::run(Connection& connection, const Call& call) {
    connection.prepare(kInsert, sql::insertSamples());
    for (;;) {
        const std::set<int64_t> missingDays = tryOnce(connection, call);
        if (missingDays.empty()) break;
        partitions_->ensure(connection, Level::kRaw, missingDays);
    }
    identities_.remember(newNames_, newIdentities_);
}

// Returns the days whose partitions have to be made first; nothing is stored then.
std::set<int64_t> Append::tryOnce(Connection& connection, const Call& call) {
    pqxx::work transaction(connection.raw());
    const pqxx::result begun = transaction.exec(sql::beginWriting(call.remaining()));
    if (begun.empty()) throw Error(VUEDEO_E_UNAVAILABLE, "the row of store_state is missing");
    const std::string transactionId = begun[0][5].c_str();
    chooseRows(stateOf(begun[0]).rawDeletedBefore);
    if (partitions_ != nullptr) {
        std::set<int64_t> days;
        for (const Row& row : rows_) days.insert(floorTo(row.atMs, kDayMs));
        days = partitions_->missing(Level::kRaw, days);
        if (!days.empty()) return days;
    }
    identify(transaction);
    dropDuplicates();
    if (!rows_.empty() && !lockRooms(transaction)) {
        identities_.clear();
        throw Error(VUEDEO_E_UNAVAILABLE, "a room that was known is no longer in the database");
    }
    if (isolating_) {
        storeIsolating(transaction, 0, rows_.size());
    } else if (!rows_.empty()) {
        store(transaction, 0, rows_.size());
    }
    for (const auto& [index, first] : repeated_) {
        codes_[index] = codes_[first] == VUEDEO_SAMPLE_REJECTED ? VUEDEO_SAMPLE_REJECTED
                                                                : VUEDEO_SAMPLE_DUPLICATE;
    }
    settleDoubts(transaction);
    try {
        transaction.commit();
    } catch (const pqxx::in_doubt_error&) {
        doubts_.push_back({transactionId, codes_});
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

// Where single samples have been deleted, a duplicate could not be told from a new one.
void Append::chooseRows(int64_t keptFromMs) {
    codes_.assign(batch_.count, VUEDEO_SAMPLE_REJECTED);
    rows_.clear();
    rows_.reserve(batch_.count);
    for (uint32_t i = 0; i < batch_.count; ++i) {
        const vuedeo_sample& each = sample(i);
        if (each.sampled_at_ms >= keptFromMs && isStorable(each))
            rows_.push_back({i, {}, each.sampled_at_ms});
    }
}

void Append::identify(pqxx::transaction_base& transaction) {
    newNames_.clear();
    std::unordered_map<std::string, std::size_t> placeOf;
    std::vector<std::pair<std::size_t, std::size_t>> unknown;  // row, place among the new names
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const vuedeo_sample& each = sample(rows_[i].index);
        const std::string_view room = view(each.room);
        const std::string_view participant = view(each.participant_id);
        if (const auto known = identities_.find(room, participant)) {
            rows_[i].who = *known;
            continue;
        }
        const auto [place, isNew] = placeOf.try_emplace(keyOf(room, participant), newNames_.size());
        if (isNew)
            newNames_.push_back({std::string(room), std::string(participant), rows_[i].atMs});
        unknown.emplace_back(i, place->second);
    }
    newIdentities_ = findOrMake(transaction, newNames_);
    for (const auto& [row, place] : unknown) rows_[row].who = newIdentities_[place];
}

void Append::dropDuplicates() {
    indexOf_.clear();
    repeated_.clear();
    const auto isRepeated = [this](const Row& row) {
        const auto [first, isNew] =
            indexOf_.try_emplace({row.who.participantId, row.atMs}, row.index);
        if (!isNew) repeated_.emplace_back(row.index, first->second);
        return !isNew;
    };
    rows_.erase(std::remove_if(rows_.begin(), rows_.end(), isRepeated), rows_.end());
}

// False: one of them is not there.
bool Append::lockRooms(pqxx::transaction_base& transaction) const {
    std::set<int64_t> rooms;
    for (const Row& row : rows_) rooms.insert(row.who.roomId);
    ArrayLiteral ids;
    for (const int64_t room : rooms) ids.add(room);
    const pqxx::result locked = pq::exec(transaction, sql::kLockRooms, {ids.take()});
    return static_cast<std::size_t>(locked.size()) == rooms.size();
}

void Append::store(pqxx::transaction_base& transaction, std::size_t begin, std::size_t end) {
    const std::size_t count = end - begin;
    ArrayLiteral rooms(count, 8);
    ArrayLiteral participants(count, 8);
    ArrayLiteral times(count, 13);
    for (std::size_t i = begin; i < end; ++i) {
        rooms.add(rows_[i].who.roomId);
        participants.add(rows_[i].who.participantId);
        times.add(rows_[i].atMs);
        codes_[rows_[i].index] = VUEDEO_SAMPLE_DUPLICATE;
    }
    pq::Params params = {rooms.take(), participants.take(), times.take()};
    for (uint32_t field = 0; field < VUEDEO_FIELD_COUNT; ++field) {
        const auto valueOf = [&](std::size_t i) {
            return field < fieldCount_ ? sample(rows_[i].index).values[field] : kUnknown;
        };
        bool isKnown = false;
        for (std::size_t i = begin; i < end && !isKnown; ++i) isKnown = !std::isnan(valueOf(i));
        ArrayLiteral values(isKnown ? count : 0, 8);
        for (std::size_t i = begin; isKnown && i < end; ++i) values.add(valueOf(i));
        params.push_back(values.take());  // unnest() fills a column that is short with NULL
    }
    for (const auto& row : pq::execPrepared(transaction, kInsert, params))
        codes_[indexOf_.at({row[0].as<int64_t>(), row[1].as<int64_t>()})] = VUEDEO_SAMPLE_STORED;
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
