#include "history.hpp"

#include <algorithm>
#include <string>

#include "pq.hpp"
#include "template.hpp"
#include "timestamps.hpp"

namespace vuedeo::store_bench {
namespace {

namespace pq = timescale::pq;
constexpr int64_t kTicksADay = 86'400 / 15;
constexpr int64_t kRoomRows = 4 * kTicksADay * kHistoryDays;

// $1 others at the same time, $2 hours in all
constexpr const char* kRooms = R"sql(
INSERT INTO rooms (name, created_at, active_at)
SELECT CASE i WHEN 0 THEN 'day-and-night' ELSE 'call-' || i END, now(), now()
FROM generate_series(0, ($1::int * $2::int + 3) / 4) i)sql";
constexpr const char* kParticipants = R"sql(
INSERT INTO participants (room_id, participant)
SELECT 1 + i / 4, (i % 4)::text FROM generate_series(0, 3 + $1::int * $2::int) i)sql";

// $1 others at the same time, $2 the day, $3 hours before it. In the order of time, as they come.
constexpr const char* kDay = R"sql(
INSERT INTO samples (room_id, participant_id, sampled_at, {{each $}})
SELECT 1 + who / 4, 1 + who, at, {{each (random() * 1e6)::real}} FROM (
    SELECT at, CASE WHEN slot < 4 THEN slot
                    ELSE slot + $1::int * ($3::int + extract(hour FROM at)::int) END AS who
    FROM generate_series($2::timestamptz, $2::timestamptz + interval '23:59:45', '15 s') at,
         generate_series(0, 3 + $1::int) slot) samples
ORDER BY at, who)sql";

}  // namespace

int64_t loadHistory(pqxx::connection& connection, int64_t fromMs, int64_t rows) {
    const int64_t others = std::max<int64_t>(rows - kRoomRows, 0) / (kTicksADay * kHistoryDays);
    const std::string slots = std::to_string(others);
    const std::string hours = std::to_string(24 * kHistoryDays);
    const std::string insertDay = timescale::expandTemplate(kDay);
    pqxx::work transaction(connection);
    pq::exec(transaction, kRooms, {slots, hours});
    pq::exec(transaction, kParticipants, {slots, hours});
    for (int day = 0; day < kHistoryDays; ++day) {
        pq::exec(transaction, insertDay,
                 {slots, timescale::timestamp(fromMs + day * timescale::kDayMs),
                  std::to_string(24 * day)});
    }
    transaction.commit();
    return kRoomRows + others * kTicksADay * kHistoryDays;
}

}  // namespace vuedeo::store_bench
