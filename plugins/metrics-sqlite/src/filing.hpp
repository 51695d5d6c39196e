// Files samples of a full inbox: into `samples`, and what is new there into both rollups and into
// the counts of its participant. Belongs to the inbox; runs inside the writer's transaction.
#pragma once
#include <cstddef>
#include <cstdint>

#include "connection.hpp"
#include "rollup.hpp"
#include "waiting_samples.hpp"

namespace vuedeo::sqlite {

class Filing {
public:
    explicit Filing(Connection& connection);

    // [first, last) in order of participant and time.
    void run(const WaitingSample* first, const WaitingSample* last);

private:
    // What has been collected of the samples at hand, for one row of a rollup ...
    struct Bucket {
        int64_t roomId = 0;
        int64_t participantId = 0;
        int64_t startAt = 0;
        Rollup rollup;
    };
    // ... and for one participant.
    struct Count {
        int64_t participantId = 0;
        int64_t samples = 0;
        int64_t firstAt = 0;
        int64_t lastAt = 0;
    };
    bool insert(const WaitingSample& sample);
    void collect(std::size_t level, const WaitingSample& sample);
    void flush(std::size_t level);
    void count(const WaitingSample& sample);
    void flushCount();

    Connection& connection_;
    Statement insertSample_;
    Statement selectRollup_[2];  // minute, hour
    Statement replaceRollup_[2];
    Statement countSamples_;
    Bucket buckets_[2];
    Count count_;
};

}  // namespace vuedeo::sqlite
