#include "rollup.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "connection.hpp"

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the file format is little-endian");
static_assert(VUEDEO_FIELD_COUNT <= 256, "a rollup entry names its field in one byte");

namespace vuedeo::sqlite {
namespace {

template <class T>
char* put(char* at, T value) noexcept {
    std::memcpy(at, &value, sizeof value);
    return at + sizeof value;
}

template <class T>
const char* take(const char* at, T& value) noexcept {
    std::memcpy(&value, at, sizeof value);
    return at + sizeof value;
}

}  // namespace

void FieldRollup::add(float value) noexcept {
    min = count == 0 ? value : std::min(min, value);
    max = count == 0 ? value : std::max(max, value);
    sum += static_cast<double>(value);
    ++count;
}

void FieldRollup::add(const FieldRollup& other) noexcept {
    if (other.count == 0) return;
    min = count == 0 ? other.min : std::min(min, other.min);
    max = count == 0 ? other.max : std::max(max, other.max);
    sum += other.sum;
    count += other.count;
}

void Rollup::add(const std::array<float, VUEDEO_FIELD_COUNT>& values) noexcept {
    ++sampleCount;
    for (std::size_t field = 0; field < values.size(); ++field) {
        if (!std::isnan(values[field])) fields[field].add(values[field]);
    }
}

void Rollup::addEncoded(int64_t count, std::string_view blob) {
    sampleCount += count;
    decodeRollup(blob, [this](uint32_t field, const FieldRollup& rollup) {
        if (field < fields.size()) fields[field].add(rollup);
    });
}

std::string Rollup::encode() const {
    std::string blob(fields.size() * detail::kEntryBytes, '\0');
    char* at = blob.data();
    for (std::size_t field = 0; field < fields.size(); ++field) {
        const FieldRollup& rollup = fields[field];
        if (rollup.count == 0) continue;
        at = put(at, static_cast<uint8_t>(field));
        at = put(at, rollup.count);
        at = put(at, rollup.sum);
        at = put(at, rollup.min);
        at = put(at, rollup.max);
    }
    blob.resize(static_cast<std::size_t>(at - blob.data()));
    return blob;
}

namespace detail {

bool decodeEntry(std::string_view entry, uint32_t& field, FieldRollup& rollup) noexcept {
    uint8_t index = 0;
    const char* at = take(entry.data(), index);
    at = take(at, rollup.count);
    at = take(at, rollup.sum);
    at = take(at, rollup.min);
    take(at, rollup.max);
    field = index;
    return rollup.count > 0;
}

void throwMalformed() {
    throw DatabaseError(SQLITE_CORRUPT, "rollups", "a row's aggregates are malformed");
}

}  // namespace detail
}  // namespace vuedeo::sqlite
