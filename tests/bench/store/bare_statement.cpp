#include "bare_statement.hpp"

#include <vuedeo/abi/quality_fields.h>

#include "pq.hpp"
#include "sample_rows.hpp"

namespace vuedeo::store_bench {
namespace {

namespace pq = timescale::pq;

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

uint32_t typeIdIn(pqxx::connection& connection) {
    pqxx::nontransaction look(connection);
    return timescale::sampleTypeId(look);
}

std::string rowsOf(uint32_t typeId, const std::vector<vuedeo_sample>& samples,
                   const Batches& batches) {
    timescale::SampleRows rows(typeId, samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::size_t who = batches.participantOf(i);
        rows.add(static_cast<int64_t>(1 + who / kParticipantsPerRoom),
                 static_cast<int64_t>(1 + who), samples[i].sampled_at_ms, samples[i].values,
                 VUEDEO_FIELD_COUNT);
    }
    return rows.take();
}

}  // namespace

std::string plainInsert() {
    return "INSERT INTO samples SELECT * FROM unnest($1::" + timescale::sampleType() +
           "[]) ON CONFLICT DO NOTHING";
}

AppendFigures measureStatement(ScratchSchema& schema, const std::string& statement,
                               const AppendLoad& load) {
    pqxx::connection& connection = schema.connection();
    makeIdentities(connection, load.participants);
    connection.prepare("batch", statement);
    const uint32_t typeId = typeIdIn(connection);
    Batches batches(load);
    pq::BinaryParams rows;
    return measureAppends(
        load, batches,
        [&](const auto&) {
            pqxx::nontransaction autocommit(connection);
            pq::execPrepared(autocommit, "batch", rows);
        },
        [&](const auto& samples) { rows.values = {rowsOf(typeId, samples, batches)}; });
}

}  // namespace vuedeo::store_bench
