#include "samples.hpp"

#include <algorithm>
#include <limits>

#include "read.hpp"
#include "room_members.hpp"
#include "sql.hpp"
#include "store_state.hpp"
#include "timestamps.hpp"

namespace vuedeo::timescale {

void readSamples(pqxx::transaction_base& transaction, const vuedeo_sample_query& query,
                 const Call& call, const vuedeo_sample_visitor& visitor) {
    const RoomMembers members =
        findMembers(transaction, view(query.room), view(query.participant_id));
    const int64_t from = std::max(query.from_ms, readState(transaction).rawDeletedBefore);
    forEachRow(transaction, sql::selectSamples(),
               {members.roomId, members.ids, timestamp(from), timestamp(query.to_ms)}, call,
               [&](const pqxx::row& row) {
                   vuedeo_sample sample{};
                   sample.room = query.room;
                   sample.participant_id = str(members.nameOf.at(row[0].as<int64_t>()));
                   sample.sampled_at_ms = row[1].as<int64_t>();
                   for (int field = 0; field < VUEDEO_FIELD_COUNT; ++field) {
                       const pqxx::field value = row[field + 2];
                       sample.values[field] = value.is_null()
                                                  ? std::numeric_limits<float>::quiet_NaN()
                                                  : value.as<float>();
                   }
                   return visitor.visit(visitor.ctx, &sample, VUEDEO_FIELD_COUNT) != VUEDEO_STOP;
               });
}

}  // namespace vuedeo::timescale
