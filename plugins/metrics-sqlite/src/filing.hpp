// Files samples of a full inbox: into `samples`, and what is new there into both rollups.
// Belongs to the inbox; runs inside the writer's transaction.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "connection.hpp"
#include "rollup.hpp"

namespace vuedeo::sqlite {

using FieldValues = std::array<float, VUEDEO_FIELD_COUNT>;  // NaN: unknown

// An inbox row keeps its values as they came, in float32; fields that it lacks are unknown.
std::string_view encodeValues(const float* values, std::size_t count) noexcept;
FieldValues decodeValues(std::string_view blob) noexcept;

class Filing {
public:
    explicit Filing(Connection& connection);

    struct Key {
        int64_t participant;
        int64_t sampledAt;
    };
    struct Progress {
        int64_t filed;  // less than the limit: the inbox has been filed to its end
        Key last;
    };
    // In order of participant and time, from behind `after`.
    Progress run(int inbox, Key after, int64_t limit);

private:
    // The rollup row that the samples at hand belong to.
    struct Open {
        int64_t roomId = 0;
        int64_t participantId = 0;
        int64_t bucketAt = 0;
        Rollup rollup;
    };
    bool insertSample(int64_t roomId, const Key& key, const FieldValues& values);
    void collect(std::size_t level, int64_t roomId, const Key& key, const FieldValues& values);
    void flush(std::size_t level);

    Statement select_[2];
    Statement insertSample_;
    Statement selectRollup_[2];  // minute, hour
    Statement replaceRollup_[2];
    Open open_[2];
    Connection& connection_;
};

}  // namespace vuedeo::sqlite
