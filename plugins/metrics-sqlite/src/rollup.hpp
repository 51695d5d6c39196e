// What a rollup row holds: of each field the count, sum, min and max of its known values, as one
// compact BLOB. Plain values; no threads, no errors but that of a malformed BLOB.
//
// The BLOB is a row of 21-byte entries, one a field with count > 0, in the dictionary's order:
//     uint8 field index, uint32 count, double sum, float min, float max   (little-endian)
// min and max are samples, and those are floats: nothing is lost. A BLOB outlives a dictionary
// that grows, because an entry names its field.
#pragma once
#include <vuedeo/abi/metrics_store.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace vuedeo::sqlite {

inline constexpr int64_t kMinuteMs = 60'000;
inline constexpr int64_t kHourMs = 3'600'000;

inline constexpr int64_t floorTo(int64_t timeMs, int64_t stepMs) noexcept {
    const int64_t rest = timeMs % stepMs;
    return timeMs - (rest < 0 ? rest + stepMs : rest);
}

struct FieldRollup {
    double sum = 0;
    float min = 0;
    float max = 0;
    uint32_t count = 0;

    void add(float value) noexcept;
    void add(const FieldRollup& other) noexcept;
};

struct Rollup {
    int64_t sampleCount = 0;
    std::array<FieldRollup, VUEDEO_FIELD_COUNT> fields;

    // values: NaN where unknown.
    void add(const std::array<float, VUEDEO_FIELD_COUNT>& values) noexcept;
    void addEncoded(int64_t count, std::string_view blob);
    std::string encode() const;
};

// Calls visit(fieldIndex, FieldRollup) for each entry; throws DatabaseError CORRUPT on a BLOB of
// another shape.
template <class Visit>
void decodeRollup(std::string_view blob, Visit&& visit);

namespace detail {
inline constexpr std::size_t kEntryBytes = 21;
bool decodeEntry(std::string_view entry, uint32_t& field, FieldRollup& rollup) noexcept;
[[noreturn]] void throwMalformed();
}  // namespace detail

template <class Visit>
void decodeRollup(std::string_view blob, Visit&& visit) {
    if (blob.size() % detail::kEntryBytes != 0) detail::throwMalformed();
    for (; !blob.empty(); blob.remove_prefix(detail::kEntryBytes)) {
        uint32_t field = 0;
        FieldRollup rollup;
        if (!detail::decodeEntry(blob.substr(0, detail::kEntryBytes), field, rollup)) {
            detail::throwMalformed();
        }
        visit(field, rollup);
    }
}

}  // namespace vuedeo::sqlite
