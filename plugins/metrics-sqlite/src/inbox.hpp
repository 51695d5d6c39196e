// Where samples arrive, and how they get from there to their place.
//
// A batch holds one sample each of many participants. Writing each to its participant's page of
// `samples` and of two rollup tables would dirty hundreds of pages a commit. So a batch is appended
// to the active one of two inbox tables: a few pages, durable with its commit. When that table is
// full, the other one becomes active, and every further batch files a share of the full one, in the
// order of participants: a page gets many samples at once.
//
// What is filed and what is not is exact at each commit: store_state names the active inbox and the
// last sample of the other one that has been filed. Rollups and the counts of participants hold
// filed samples and no others; the view `waiting` holds the rest.
//
// Both tables are kept in memory as well, so that filing reads nothing. Belongs to the writer's
// session; all calls are made inside its transaction.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "connection.hpp"
#include "filing.hpp"
#include "store_state.hpp"
#include "waiting_samples.hpp"

namespace vuedeo::sqlite {

class Inbox {
public:
    explicit Inbox(Connection& connection);

    // Reads again what has been committed.
    void reload();

    // Files a share of what waits, so that there is room for this many more.
    void makeRoom(std::size_t incoming);
    bool contains(int64_t roomId, int64_t participantId, int64_t sampledAt);
    // False: the active inbox holds it already.
    bool insert(int64_t roomId, int64_t participantId, int64_t sampledAt, std::string_view values);

    // Files at most this many of the full inbox; true when nothing is left in it.
    bool fileSealed(std::size_t limit);
    // Makes the active inbox the full one, unless the full one still holds something.
    void seal();

    StoreState& state() noexcept { return state_; }
    void saveState();

private:
    std::vector<WaitingSample> read(int inbox);
    bool has(Statement& statement, int64_t participantId, int64_t sampledAt);

    Connection& connection_;
    StoreState state_;
    std::vector<WaitingSample> active_;  // as they came
    std::vector<WaitingSample> sealed_;  // by participant and time
    std::size_t filed_ = 0;              // of the sealed ones
    Filing filing_;
    Statement insert_[2];
    Statement contains_[2];
    Statement clear_[2];
    Statement samplesContain_;
    Statement updateState_;
};

}  // namespace vuedeo::sqlite
