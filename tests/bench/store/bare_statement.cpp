#include "bare_statement.hpp"

#include <vuedeo/abi/quality_fields.h>

#include "binary_array.hpp"
#include "pq.hpp"
#include "template.hpp"

namespace vuedeo::store_bench {
namespace {

namespace pq = timescale::pq;
using timescale::BinaryArray;

void makeIdentities(pqxx::connection& connection, std::size_t participants) {
    const std::string rooms = std::to_string((participants - 1) / kParticipantsPerRoom);
    const std::string last = std::to_string(participants - 1);
    const std::string perRoom = std::to_string(kParticipantsPerRoom);
    pqxx::work transaction(connection);
    transaction.exec(
        "INSERT INTO rooms (name, created_at, active_at) SELECT 'room-' || i, now(), now()"
        " FROM generate_series(0, " +
        rooms + ") i");
    transaction.exec("INSERT INTO participants (room_id, participant) SELECT 1 + i / " + perRoom +
                     ", 'participant-' || i FROM generate_series(0, " + last + ") i");
    transaction.commit();
}

pq::BinaryParams arraysOf(const std::vector<vuedeo_sample>& samples, const Batches& batches) {
    BinaryArray rooms(BinaryArray::Type::kBigint, samples.size());
    BinaryArray participants(BinaryArray::Type::kBigint, samples.size());
    BinaryArray times(BinaryArray::Type::kTimestamp, samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::size_t who = batches.participantOf(i);
        rooms.addBigint(static_cast<int64_t>(1 + who / kParticipantsPerRoom));
        participants.addBigint(static_cast<int64_t>(1 + who));
        times.addTime(samples[i].sampled_at_ms);
    }
    pq::BinaryParams arrays{{rooms.take(), participants.take(), times.take()}};
    for (int field = 0; field < VUEDEO_FIELD_COUNT; ++field) {
        BinaryArray values(BinaryArray::Type::kReal, samples.size());
        for (const vuedeo_sample& sample : samples) values.addReal(sample.values[field]);
        arrays.values.push_back(values.take());
    }
    return arrays;
}

}  // namespace

std::string plainInsert() {
    std::string arrays = "$1::bigint[], $2::bigint[], $3::timestamptz[]";
    for (int field = 0; field < VUEDEO_FIELD_COUNT; ++field)
        arrays += ", $" + std::to_string(field + 4) + "::real[]";
    return timescale::expandTemplate(
        "INSERT INTO samples (room_id, participant_id, sampled_at, {{each $}})"
        " SELECT * FROM unnest(" +
        arrays + ") ON CONFLICT DO NOTHING");
}

AppendFigures measureStatement(ScratchSchema& schema, const std::string& statement,
                               const AppendLoad& load) {
    pqxx::connection& connection = schema.connection();
    makeIdentities(connection, load.participants);
    connection.prepare("batch", statement);
    Batches batches(load);
    pq::BinaryParams arrays;
    return measureAppends(
        load, batches,
        [&](const auto&) {
            pqxx::nontransaction autocommit(connection);
            pq::execPrepared(autocommit, "batch", arrays);
        },
        [&](const auto& samples) { arrays = arraysOf(samples, batches); });
}

}  // namespace vuedeo::store_bench
